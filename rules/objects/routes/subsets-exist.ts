import { resolveHost } from '../../../objects/hosts';
import { listDestinations, findVirtualServices } from '../../../objects/virtual-services';
import { describeObject, filterKind, isKind } from '../../../objects/identity';
import { buildRegistry } from '../../../objects/service-registry';
import type { ObjectRule } from '../../rule';
import { getPodTemplate } from '../../../objects/pod-template';
import { createPodFinder, getSelector, matchesLabels } from '../../../objects/selectors';
import { listObjects, getSpec } from '../../../objects/object';

interface Subset {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A subset that a route names is in a DestinationRule for that host, and pods that the Service selects have its labels:
 * otherwise Istio answers with 503.
 */
export const subsetsExist: ObjectRule = (objects) => {
  const rules = filterKind(objects, 'DestinationRule.networking.istio.io').map((object) => {
    const { host, subsets } = getSpec(object);
    return {
      object,
      host: resolveHost(`${host as string}`, object.metadata.namespace),
      subsets: listObjects<Subset>(subsets),
    };
  });
  const named = Map.groupBy(
    rules.flatMap(({ host, subsets }) => subsets.map(({ name = '' }) => ({ host, name }))),
    ({ host }) => host,
  );
  const missing = findVirtualServices(objects).flatMap(({ object, routes }) =>
    routes.flatMap(listDestinations).flatMap(({ destination: { host = '', subset }, field }) => {
      const full = resolveHost(host, object.metadata.namespace);
      const has = (named.get(full) ?? []).map(({ name }) => name);
      if (subset === undefined || subset === '' || has.includes(subset)) return [];
      return [
        {
          object,
          field: `${field}.subset`,
          value: subset,
          problem: `no DestinationRule for ${full} has this subset; it has ${[...new Set(has)].join(', ') || 'none'}`,
          fix: 'use a subset that it has, or add this one to a DestinationRule',
        },
      ];
    }),
  );
  const { find } = buildRegistry(objects);
  const podsOf = createPodFinder(objects);
  const empty = rules.flatMap(({ object, host, subsets }) => {
    const service = find(host)?.object;
    // A ServiceEntry has no pods here, nor has a Service whose endpoints others make.
    if (!service || !isKind(service, 'Service') || !getSelector(service)) return [];
    const pods = podsOf(service).map((each) => getPodTemplate(each)?.metadata?.labels);
    return subsets.flatMap(({ labels = {} }, index) => {
      if (pods.some((each) => matchesLabels(each, labels))) return [];
      return [
        {
          object,
          field: `spec.subsets.${index}.labels`,
          value: labels,
          problem: `no pod that ${describeObject(service)} selects has these labels`,
          fix: 'set labels that the pods of a version have, or remove the subset',
        },
      ];
    });
  });
  return [...missing, ...empty];
};
