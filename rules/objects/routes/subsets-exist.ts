import { resolveHost } from '../../../objects/hosts';
import { listDestinations, findVirtualServices } from '../../../objects/virtual-services';
import { filterKind } from '../../../objects/identity';
import { buildRegistry } from '../../../objects/service-registry';
import type { ObjectRule } from '../../rule';
import { createPodFinder } from '../../../objects/selectors';
import { listObjects, getSpec, type KubernetesObject } from '../../../objects/object';

type Labels = Readonly<Record<string, string>>;

interface Subset {
  readonly name?: string;
  readonly labels?: Labels;
}

/**
 * A subset that a route leads to is one of a DestinationRule for that host, and pods that the Service selects carry its labels: where
 * nobody does, Istio answers with 503.
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
          fix: 'lead the route to a subset that it has, or add this one to a DestinationRule',
        },
      ];
    }),
  );
  const labelsOf = serviceLabels(objects);
  const podsOf = createPodFinder(objects);
  const empty = rules.flatMap(({ object, host, subsets }) => {
    const service = labelsOf(host);
    if (!service) return [];
    return subsets.flatMap(({ labels }, index) => {
      const matchLabels = { ...service.selector, ...labels };
      const differs = Object.entries(service.selector).some(([key, value]) => matchLabels[key] !== value);
      const { metadata } = service.object;
      const pods = podsOf({
        ...service.object,
        kind: 'Service',
        metadata,
        spec: { selector: { matchLabels } },
      });
      if (!differs && pods.length > 0) return [];
      return [
        {
          object,
          field: `spec.subsets.${index}.labels`,
          value: labels,
          problem: `no pod that Service ${metadata.namespace}/${metadata.name} selects carries these labels`,
          fix: 'state labels that the pods of a version carry, or take the subset out',
        },
      ];
    });
  });
  return [...missing, ...empty];
};

/** Finds what the Service of a host selects; undefined for hosts of ServiceEntries, and for a Service whose endpoints others make. */
function serviceLabels(objects: readonly KubernetesObject[]) {
  const { find } = buildRegistry(objects);
  return (host: string): { readonly object: KubernetesObject; readonly selector: Labels } | undefined => {
    const object = find(host)?.object;
    if (!object) return undefined;
    const selector = getSpec(object).selector as Labels | undefined;
    return selector && Object.keys(selector).length > 0 ? { object, selector } : undefined;
  };
}
