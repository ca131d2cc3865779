import type { V1Condition } from '@kubernetes/client-node';
import { findApiGateways } from '../objects/gateways';
import type { Expectation } from './check';
import { getStatus, type KubernetesObject } from '../objects/object';

/** Source: Gateway API 1.4.1, GatewayStatus: each condition is true where all is well. */
interface GatewayStatus {
  readonly conditions: readonly V1Condition[];
  readonly listeners: readonly { readonly name: string; readonly conditions?: readonly V1Condition[] }[];
}

/**
 * Each rendered Gateway of Kubernetes' Gateway API is set up, and its listeners have what they refer to: a Secret that is not
 * there shows without a right to read Secrets.
 */
export function gatewaysProgrammed(rendered: readonly KubernetesObject[]): Expectation[] {
  return [...findApiGateways(rendered)].map(([gateway, { apiVersion, kind, metadata }]) => ({
    name: `the Gateway ${gateway} is set up with all its listeners`,
    expected: 'programmed',
    settles: true,
    actual: async (cluster) => {
      const { namespace, name } = metadata;
      const [found] = await cluster.list({ apiVersion, kind }, { namespace, name });
      if (!found) return `no Gateway ${gateway}`;
      return findFaults(getStatus(found)).join('; ') || 'programmed';
    },
  }));
}

function findFaults({ conditions = [], listeners = [] }: Partial<GatewayStatus>): string[] {
  const isProgrammed = conditions.find(({ type }) => type === 'Programmed')?.status === 'True';
  return [
    ...listeners.flatMap(({ name, conditions: own = [] }) =>
      own
        .filter(
          ({ type, status }) =>
            ['Accepted', 'Programmed', 'ResolvedRefs'].includes(type) && status !== 'True',
        )
        .map((condition) => `listener ${name}: ${describeCondition(condition)}`),
    ),
    ...(isProgrammed ? [] : [describeCondition(conditions.find(({ type }) => type === 'Programmed'))]),
  ];
}

function describeCondition(condition: V1Condition | undefined): string {
  if (!condition) return 'not programmed yet: no control plane has accepted it';
  return `not ${condition.type}: ${condition.reason ?? 'no reason'}${condition.message ? `, ${condition.message}` : ''}`;
}
