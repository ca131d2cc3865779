import { findApiGateways } from '../objects/gateways';
import type { Expectation } from './check';
import type { KubernetesObject } from '../objects/object';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Gateway extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly { readonly name: string; readonly conditions?: readonly Condition[] }[];
  };
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
      const [found] = (await cluster.list({ apiVersion, kind }, { namespace, name })) as Gateway[];
      if (!found) return `no Gateway ${gateway}`;
      return findFaults(found.status).join('; ') || 'programmed';
    },
  }));
}

/** Source: Gateway API 1.4.1, GatewayStatus: each condition is true where all is well. */
function findFaults({ conditions = [], listeners = [] }: NonNullable<Gateway['status']> = {}): string[] {
  const isProgrammed = conditions.find(({ type }) => type === 'Programmed')?.status === 'True';
  return [
    ...listeners.flatMap(({ name, conditions: own = [] }) =>
      own
        .filter(
          ({ type, status }) =>
            ['Accepted', 'Programmed', 'ResolvedRefs'].includes(type) && status !== 'True',
        )
        .map((condition) => `listener ${name}: ${inWords(condition)}`),
    ),
    ...(isProgrammed ? [] : [inWords(conditions.find(({ type }) => type === 'Programmed'))]),
  ];
}

function inWords(condition: Condition | undefined): string {
  if (!condition) return 'not programmed yet: no control plane has taken it';
  return `not ${condition.type}: ${condition.reason ?? 'no reason'}${condition.message ? `, ${condition.message}` : ''}`;
}
