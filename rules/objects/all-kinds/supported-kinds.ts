import type { ObjectFault, ObjectRule } from '../../rule';
import { getApiGroup } from '../../../objects/identity';
import { getSpec, type KubernetesObject } from '../../../objects/object';

/** Kinds of Istio that the add-on rejects. Source: AKS documentation, istio-about.md, 2026-06-11. */
const BLOCKED = [
  'ProxyConfig',
  'WorkloadEntry',
  'WorkloadGroup',
  'WasmPlugin',
  'IstioOperator',
  'TrafficExtension',
];

/** Fields of a Telemetry that the add-on accepts; it rejects the rest. Source: AKS documentation, istio-telemetry.md, 2025-05-27. */
const TELEMETRY: Readonly<Record<string, readonly string[] | 'all'>> = {
  accessLogging: ['match', 'disabled', 'providers'],
  metrics: ['overrides', 'providers'],
  tracing: 'all',
};

/** The add-on accepts the kind of an object, and the fields of a Telemetry. */
export const supportedKinds: ObjectRule = (objects) =>
  objects.flatMap((object) => {
    const isIstio = getApiGroup(object).endsWith('.istio.io');
    if (isIstio && BLOCKED.includes(object.kind))
      return [{ object, problem: `the add-on rejects the kind ${object.kind}`, fix: 'remove it' }];
    return isIstio && object.kind === 'Telemetry' ? telemetryFaults(object) : [];
  });

function telemetryFaults(object: KubernetesObject): ObjectFault[] {
  const spec = getSpec(object);
  return Object.entries(TELEMETRY).flatMap(([part, taken]) =>
    ((spec[part] ?? []) as readonly object[]).flatMap((item, index) =>
      Object.entries(item)
        .filter(([field]) => taken !== 'all' && !taken.includes(field))
        .map(([field, value]: [string, unknown]) => ({
          object,
          field: `spec.${part}.${index}.${field}`,
          value,
          problem: 'the add-on rejects this field of a Telemetry',
          fix: `remove it; it accepts ${taken === 'all' ? 'all' : taken.join(', ')} there`,
        })),
    ),
  );
}
