import type { V1Container, V1Probe, V1Volume } from '@kubernetes/client-node';
import { valueAt } from '../model/fault';
import { itemsOf, ofKind, specOf } from './istio';
import { podSpecPath, podTemplateOf } from './pod-template';
import type { BrokenObject, ObjectRule, RenderedObject } from './rule';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
const HANDLERS: readonly (keyof V1Probe)[] = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

/**
 * Where Kubernetes takes one of several fields, there is one: a probe's way to ask, a volume's source, a variable's value, the way in
 * which a DestinationRule spreads requests. Kubernetes' own fields are laid over one another, so that two of them may meet.
 */
export const oneOfFields: ObjectRule = (objects) => [
  ...objects.flatMap((object) => podFaults(object).map((broken) => ({ object, ...broken }))),
  ...ofKind(objects, 'DestinationRule').flatMap((object) =>
    balancerFaults(object).map((broken) => ({ object, ...broken })),
  ),
];

type Broken = Omit<BrokenObject, 'object'>;

function podFaults(object: RenderedObject): Broken[] {
  const pod = podTemplateOf(object)?.spec;
  if (!pod) return [];
  const at = podSpecPath(object);
  const containers = [
    ...(pod.initContainers ?? []).map((each) => ({ each, list: 'initContainers' })),
    ...(pod.containers ?? []).map((each) => ({ each, list: 'containers' })),
  ];
  return [
    ...containers.flatMap(({ each, list }) => doublesOf(each, `${at}.${list}.${each.name}`)),
    ...(pod.volumes ?? []).flatMap((volume) => sourcesOf(volume, `${at}.volumes.${volume.name}`)),
  ];
}

/** Source: istio/istio, manifests/charts/base/files/crd-all.gen.yaml, the `oneOf` of `loadBalancer`. */
function balancerFaults(object: RenderedObject): Broken[] {
  const spec = specOf(object);
  const policies = [
    'trafficPolicy',
    ...itemsOf(spec.subsets).map((_, index) => `subsets.${index}.trafficPolicy`),
  ].flatMap((at) => [
    at,
    ...itemsOf(valueAt(spec, [...at.split('.'), 'portLevelSettings'])).map(
      (_, index) => `${at}.portLevelSettings.${index}`,
    ),
  ]);
  return policies.flatMap((at) => {
    const value = valueAt(spec, [...at.split('.'), 'loadBalancer']);
    if (['simple', 'consistentHash'].some((name) => valueAt(value, [name]) == null)) return [];
    return [
      {
        field: `spec.${at}.loadBalancer`,
        value,
        problem: "has 'simple' beside 'consistentHash', and requests are spread in one way",
        fix: "keep 'consistentHash' where a caller stays with one pod, and 'simple' otherwise",
      },
    ];
  });
}

function doublesOf(container: V1Container, at: string): Broken[] {
  return [
    ...PROBES.flatMap((name) => {
      const stated = HANDLERS.filter((handler) => container[name]?.[handler] != null);
      return two(stated, `${at}.${name}`, 'a probe asks in one way');
    }),
    ...(container.env ?? []).flatMap(({ name, value, valueFrom }) =>
      two(
        [...(value == null ? [] : ['value']), ...(valueFrom == null ? [] : ['valueFrom'])],
        `${at}.env.${name}`,
        'a variable has one value',
      ),
    ),
  ];
}

function sourcesOf({ name: _name, ...sources }: V1Volume, at: string): Broken[] {
  const stated = Object.entries(sources)
    .filter(([, source]) => source != null)
    .map(([source]) => source);
  return two(stated, at, 'a volume has one source');
}

function two(stated: readonly string[], field: string, rule: string): Broken[] {
  if (stated.length < 2) return [];
  return [
    {
      field,
      value: stated,
      problem: `${rule}, and here are ${stated.join(' and ')}: one of them may come from what several versions share`,
      fix: 'state one of them where it applies, and not above it',
    },
  ];
}
