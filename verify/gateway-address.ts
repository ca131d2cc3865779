import type { V1ServiceSpec, V1ServiceStatus } from '@kubernetes/client-node';
import type { GatewayProxies } from '../model/plan/gateway-proxies';
import type { Cluster, Expectation } from './check';
import { getSpec, getStatus } from '../objects/object';

/** Where an ingress gateway is reached from outside the cluster. */
export interface GatewayAddress {
  readonly address: string;
  readonly port: number;
}

/** The names of the ports of a gateway's Service at AKS, and their numbers. Source: AKS documentation, istio-deploy-ingress. */
const PORTS = { http: { name: 'http2', number: 80 }, https: { name: 'https', number: 443 } } as const;

/** What is seen at the address of a gateway; or why it has none. */
export function atGatewayAddress(
  { namespace, service: name }: Pick<GatewayProxies, 'namespace' | 'service'>,
  scheme: keyof typeof PORTS,
  look: (cluster: Cluster, endpoint: GatewayAddress) => Promise<string>,
): Expectation['actual'] {
  return async (cluster) => {
    const [service] = await cluster.list({ apiVersion: 'v1', kind: 'Service' }, { namespace, name });
    if (!service) return `no Service ${namespace}/${name}`;
    const { ip, hostname } = getStatus<V1ServiceStatus>(service).loadBalancer?.ingress?.[0] ?? {};
    const address = ip ?? hostname;
    if (address === undefined) return 'the gateway has no address yet';
    const { ports = [] } = getSpec<V1ServiceSpec>(service);
    const port = ports.find((each) => each.name === PORTS[scheme].name)?.port;
    return look(cluster, { address, port: port ?? PORTS[scheme].number });
  };
}

/** That an address did not answer, and why. */
export function describeNoResponse({ address, port }: GatewayAddress, why: string): string {
  return `${address}:${port} does not answer: ${why}`;
}

/** A name that a host of the settings covers, to ask as: any name below `*.example.com` is. */
export function exampleHost(host: string): string {
  return host === '*' ? 'any-host.invalid' : host.replace(/^\*/, 'any');
}
