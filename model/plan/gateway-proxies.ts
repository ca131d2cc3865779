import {
  GATEWAY_NAME_LABEL,
  gatewayProxyName,
  INGRESS_NAMESPACE,
  ingressGatewayName,
  type IngressGateway,
} from '../../mesh/gateways';
import type { EnvironmentSettings } from '../schema/environment';
import type { ExposedPort } from './exposures';

/** An ingress gateway, as a workload of some namespace uses it. */
export type GatewayRef = Pick<ExposedPort, 'namespace' | 'gateway'>;

/** The proxies of an ingress gateway. */
export interface GatewayProxies {
  /** Where they run. */
  readonly namespace: string;
  /** Name of their Service. */
  readonly service: string;
  /** Labels of their pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The proxies that let the requests for a namespace in: those that AKS runs for the whole cluster, or with the Gateway API
 * those that Istio makes for the namespace's own Gateway.
 */
export function gatewayProxies(
  { namespace, gateway }: GatewayRef,
  { mesh }: Pick<EnvironmentSettings, 'mesh'>,
): GatewayProxies {
  if (mesh.gatewayApi)
    return { namespace, service: gatewayProxyName(gateway), labels: { [GATEWAY_NAME_LABEL]: gateway } };
  const name = ingressGatewayName(gateway);
  return { namespace: INGRESS_NAMESPACE, service: name, labels: { istio: name } };
}

/** The gateways by which the exposed ports of a namespace are reached, each once. */
export function listGateways(exposures: readonly Pick<ExposedPort, 'gateway'>[]): IngressGateway[] {
  return [...new Set(exposures.map(({ gateway }) => gateway))].toSorted();
}
