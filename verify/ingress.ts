import { INGRESS_NAMESPACE, ingressGatewayName } from '../mesh/gateways';
import { storeGateway } from '../settings/defaults';
import type { Checks, Cluster, KubernetesObject } from './check';

/** Title of the store's page. Source: the lab, step 24. */
const TITLE = 'Contoso Pet Store';

interface GatewayService extends KubernetesObject {
  readonly spec: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

/** The gateway serves the store to its hosts, and answers no other host. */
export const ingress: Checks = ({ settings }) => {
  const { store } = settings;
  const gateway = storeGateway(settings);
  const served = `the ${gateway} gateway serves the store`;
  const refused = 'the gateway serves no other host';
  if (gateway === 'internal') {
    const skipped = 'an internal gateway is reachable only from inside its network';
    return [
      { name: served, skipped },
      { name: refused, skipped },
    ];
  }
  const isAny = store.hosts.includes('*');
  const hosts = store.hosts.map((host) => (host === '*' ? undefined : host.replace(/^\*/, 'any')));
  return [
    ...hosts.map((host) => ({
      name: host === undefined ? served : `${served} as ${host}`,
      expected: `200, ${TITLE}`,
      settles: true,
      actual: (cluster: Cluster) => answer(cluster, gateway, host),
    })),
    isAny
      ? { name: refused, skipped: 'the gateway accepts any host (settings: store.hosts)' }
      : {
          name: refused,
          expected: '404',
          settles: true,
          actual: (cluster: Cluster) => answer(cluster, gateway, 'another-host.invalid'),
        },
  ];
};

async function answer(cluster: Cluster, gateway: 'external', host: string | undefined): Promise<string> {
  const name = ingressGatewayName(gateway);
  const [service] = (await cluster.list(
    { apiVersion: 'v1', kind: 'Service' },
    { namespace: INGRESS_NAMESPACE, name },
  )) as GatewayService[];
  if (!service) return `no Service ${INGRESS_NAMESPACE}/${name}`;
  const { ip, hostname } = service.status?.loadBalancer?.ingress?.[0] ?? {};
  const address = ip ?? hostname;
  if (address === undefined) return 'the gateway has no address yet';
  const port = service.spec.ports?.find((each) => each.name === 'http2')?.port ?? 80;
  const response = await cluster.get(address, port, host);
  if (typeof response === 'string') return `${address}:${port} does not answer: ${response}`;
  const title = /<title>\s*(.*?)\s*<\/title>/s.exec(response.body)?.[1];
  return [response.status, title].filter((part) => part !== undefined).join(', ');
}
