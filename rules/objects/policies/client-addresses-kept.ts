import { INGRESS_NAMESPACE, ingressGatewayName, type IngressGateway } from '../../../mesh/gateways';
import type { Plan } from '../../../model/plan';
import { findAuthorizationPolicies, listSources } from '../../../objects/authorization-policies';
import { listGatewayPods } from '../../../objects/gateways';
import { indexKind, qualifiedName } from '../../../objects/identity';
import type { KubernetesObject } from '../../../objects/object';
import { createPodFinder, type PodFinder } from '../../../objects/selectors';
import type { ObjectRule } from '../../rule';

/**
 * A policy by addresses of clients is for a gateway of AKS that keeps them, with `externalTrafficPolicy: 'Local'`, or for what is
 * exposed on one: otherwise a node passes the connection on, and the gateway sees the address of the node. Remote addresses are
 * also known where a proxy before the gateway is trusted to state them.
 *
 * Sources: AKS documentation, configure-load-balancer-standard.md; Istio documentation, Ingress Access Control.
 */
export const clientAddressesKept: ObjectRule = (objects, environment) => {
  const pods = [...objects, ...listGatewayPods(objects, environment.mesh.ingressGateways)];
  const podsOf = createPodFinder(pods);
  const exposed = findExposed(objects, podsOf, environment);
  return findAuthorizationPolicies(objects).flatMap((policy) => {
    const named = listSources(policy).filter(({ kind }) => kind === 'ipBlocks' || kind === 'remoteIpBlocks');
    if (named.length === 0) return [];
    const selected = podsOf(policy.object);
    const at = selected.flatMap((each) => findGateway(each, environment) ?? []);
    const behind = selected.flatMap((each) => exposed.get(each) ?? []);
    const firstOf = new Map(named.map((each) => [each.field, each] as const).toReversed());
    return [...firstOf.values()].toReversed().flatMap(({ kind, field, value }) => {
      // The sidecar of a workload sees the gateway itself: only what the gateway says of the client is known there.
      const gateways = kind === 'ipBlocks' ? at : trustsProxies(environment) ? [] : [...at, ...behind];
      const blind = gateways.find((gateway) => !keepsAddresses(gateway, environment));
      if (!blind) return [];
      return [
        {
          object: policy.object,
          field,
          value,
          problem: `the ${blind} gateway sees the addresses of nodes instead of clients: a node that gets a connection may pass it on to another`,
          fix: `set 'mesh.gateways.${blind}.externalTrafficPolicy' to 'Local'`,
        },
      ];
    });
  });
};

function keepsAddresses(gateway: IngressGateway, { mesh }: Plan): boolean {
  return mesh.gateways[gateway]?.externalTrafficPolicy === 'Local';
}

/** Whether the gateways take the address of a client from a proxy before them. Source: Istio documentation, Gateway network topology. */
function trustsProxies({ mesh }: Plan): boolean {
  const { numTrustedProxies = 0, proxyProtocol } = mesh.config?.defaultConfig?.gatewayTopology ?? {};
  return Number(numTrustedProxies) > 0 || proxyProtocol !== undefined;
}

function findGateway({ metadata }: KubernetesObject, { mesh }: Plan): IngressGateway | undefined {
  if (metadata.namespace !== INGRESS_NAMESPACE) return undefined;
  return mesh.ingressGateways.find((gateway) => ingressGatewayName(gateway) === metadata.name);
}

/** The gateways of AKS by which pods are reached from outside. */
function findExposed(
  objects: readonly KubernetesObject[],
  podsOf: PodFinder,
  { exposures, mesh }: Plan,
): ReadonlyMap<KubernetesObject, readonly IngressGateway[]> {
  const services = indexKind(objects, 'Service');
  const exposed = (mesh.gatewayApi ? [] : exposures).flatMap(({ gateway, routes }) =>
    routes.flatMap(({ destination }) => {
      const service = destination && services.get(qualifiedName({ metadata: destination.workload }));
      return service ? podsOf(service).map((pods) => ({ pods, gateway })) : [];
    }),
  );
  const byPods = Map.groupBy(exposed, ({ pods }) => pods);
  return new Map([...byPods].map(([pods, each]) => [pods, each.map(({ gateway }) => gateway)]));
}
