import type { V1Container, V1Probe, V1Volume } from '@kubernetes/client-node';
import { getValueAt } from '../../../model/fault';
import { filterKind } from '../../../objects/identity';
import { podPath, getPodTemplate } from '../../../objects/pod-template';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec, type KubernetesObject } from '../../../objects/object';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
const HANDLERS: readonly (keyof V1Probe)[] = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

/**
 * Of fields that exclude each other, an object has one: a probe's handler, a volume's source, a variable's value, the load
 * balancing of a DestinationRule. Kubernetes' own fields are merged, so two of them may meet.
 */
export const noConflictingFields: ObjectRule = (objects) => [
  ...objects.flatMap((object) => podFaults(object).map((broken) => ({ object, ...broken }))),
  ...filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) =>
    balancerFaults(object).map((broken) => ({ object, ...broken })),
  ),
];

type Broken = Omit<ObjectFault, 'object'>;

function podFaults(object: KubernetesObject): Broken[] {
  const pod = getPodTemplate(object)?.spec;
  if (!pod) return [];
  const at = podPath(object, 'spec');
  const containers = [
    ...(pod.initContainers ?? []).map((each) => ({ each, list: 'initContainers' })),
    ...(pod.containers ?? []).map((each) => ({ each, list: 'containers' })),
  ];
  return [
    ...containers.flatMap(({ each, list }) => containerFaults(each, `${at}.${list}.${each.name}`)),
    ...(pod.volumes ?? []).flatMap((volume) => volumeFaults(volume, `${at}.volumes.${volume.name}`)),
  ];
}

/** Source: istio/istio, manifests/charts/base/files/crd-all.gen.yaml, the `oneOf` of `loadBalancer`. */
function balancerFaults(object: KubernetesObject): Broken[] {
  const spec = getSpec(object);
  const policies = [
    'trafficPolicy',
    ...listObjects(spec.subsets).map((_, index) => `subsets.${index}.trafficPolicy`),
  ].flatMap((at) => [
    at,
    ...listObjects(getValueAt(spec, [...at.split('.'), 'portLevelSettings'])).map(
      (_, index) => `${at}.portLevelSettings.${index}`,
    ),
  ]);
  return policies.flatMap((at) => {
    const value = getValueAt(spec, [...at.split('.'), 'loadBalancer']);
    if (['simple', 'consistentHash'].some((name) => getValueAt(value, [name]) == null)) return [];
    return [
      {
        field: `spec.${at}.loadBalancer`,
        value,
        problem: "has both 'simple' and 'consistentHash', which exclude each other",
        fix: "keep 'consistentHash' if callers must stay with one pod, and 'simple' otherwise",
      },
    ];
  });
}

function containerFaults(container: V1Container, at: string): Broken[] {
  return [
    ...PROBES.flatMap((name) => {
      const stated = HANDLERS.filter((handler) => container[name]?.[handler] != null);
      return conflict(stated, `${at}.${name}`, 'a probe has one handler');
    }),
    ...(container.env ?? []).flatMap(({ name, value, valueFrom }) =>
      conflict(
        [...(value == null ? [] : ['value']), ...(valueFrom == null ? [] : ['valueFrom'])],
        `${at}.env.${name}`,
        'a variable has one value',
      ),
    ),
  ];
}

function volumeFaults({ name: _name, ...sources }: V1Volume, at: string): Broken[] {
  const stated = Object.entries(sources)
    .filter(([, source]) => source != null)
    .map(([source]) => source);
  return conflict(stated, at, 'a volume has one source');
}

function conflict(stated: readonly string[], field: string, rule: string): Broken[] {
  if (stated.length < 2) return [];
  return [
    {
      field,
      value: stated,
      problem: `${rule}, but this has ${stated.join(' and ')}: one of them may come from what several versions share`,
      fix: 'set only one of them, where it applies',
    },
  ];
}
