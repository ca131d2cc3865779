import {
  gatewayProxyName,
  GATEWAY_NAME_LABEL,
  INGRESS_NAMESPACE,
  selectsIngressGateway,
} from '../mesh/gateways';
import { findApiGateways, findGateways } from '../objects/gateways';
import type { KubernetesObject } from '../objects/object';
import type { Caller } from './reach';

/** They stand for everybody that no object renders. */
export const STRANGERS: readonly Caller[] = [
  {
    name: 'any other workload of the mesh',
    peer: { namespace: '~', labels: {} },
    identity: { namespace: '~', serviceAccount: '~' },
  },
  { name: 'anything without an identity of the mesh', peer: { namespace: '~', labels: {} } },
];

/** The ingress gateways that Gateways among some objects use: their pods are not rendered. */
export function listProxies(objects: readonly KubernetesObject[]): Caller[] {
  const own = findGateways(objects)
    .map(({ selector }) => selector)
    .filter(selectsIngressGateway)
    .map(({ istio = '' }) => proxies(INGRESS_NAMESPACE, istio, { istio }));
  const generated = [...findApiGateways(objects).values()].map(
    ({ metadata: { namespace = 'default', name } }) =>
      proxies(namespace, gatewayProxyName(name), { [GATEWAY_NAME_LABEL]: name }),
  );
  return [...new Map([...own, ...generated].map((each) => [each.name, each])).values()];
}

function proxies(namespace: string, name: string, labels: Readonly<Record<string, string>>): Caller {
  return {
    name: `the gateway ${name}`,
    peer: { namespace, labels },
    identity: { namespace, serviceAccount: name },
  };
}
