import { INGRESS_NAMESPACE, ingressGatewayName, type IngressGateway } from '../mesh/gateways';
import { exposuresOf, type ExposedPort } from '../model/exposures';
import type { Check, Cluster, Expectation, KubernetesObject, Skipped } from './check';

/** A host that nobody exposes anything to. Source: RFC 2606. */
const OTHER_HOST = 'another-host.invalid';

interface GatewayService extends KubernetesObject {
  readonly spec: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

/** Each gateway serves what applications expose on it, as they say that it answers, and answers no other host. */
export const ingress: Check = {
  summary:
    'every gateway answers the hosts that applications expose as the applications say, and answers no other host',
  example: 'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
  expectations: ({ environment }) => {
    const exposures = exposuresOf(environment);
    if (exposures.length === 0)
      return [{ name: 'gateways serve what is exposed', skipped: 'no application exposes a port' }];
    const gateways = [...new Set(exposures.map(({ gateway }) => gateway))];
    return [
      ...exposures.flatMap((exposure) => exposure.hosts.map((host) => served(exposure, host))),
      ...gateways.map((gateway) =>
        refused(
          gateway,
          exposures.filter((each) => each.gateway === gateway),
        ),
      ),
    ];
  },
};

function served(exposure: ExposedPort, host: string): Expectation | Skipped {
  const { namespace, service, gateway, answers } = exposure;
  const { path, status, text } = answers;
  const name = `the ${gateway} gateway serves ${namespace}/${service} to ${host === '*' ? 'any host' : host}`;
  if (gateway === 'internal') return internal(name);
  const containing = text === undefined ? '' : ` with "${text}"`;
  return {
    name,
    expected: `${status}${containing} at ${path}`,
    settles: true,
    actual: async (cluster) => {
      // `*` takes any host, and *.example.com any name below example.com.
      const answer = await ask(cluster, gateway, path, host === '*' ? undefined : host.replace(/^\*/, 'any'));
      if (typeof answer === 'string') return answer;
      if (answer.status !== status) return `${answer.status} at ${path}`;
      return `${status}${answer.body.includes(text ?? '') ? containing : ` without "${text}"`} at ${path}`;
    },
  };
}

function refused(gateway: IngressGateway, exposures: readonly ExposedPort[]): Expectation | Skipped {
  const name = `the ${gateway} gateway serves no other host`;
  if (gateway === 'internal') return internal(name);
  const any = exposures.find(({ hosts }) => hosts.includes('*'));
  if (any) return { name, skipped: `${any.namespace}/${any.service} is exposed to any host` };
  return {
    name,
    expected: '404',
    settles: true,
    actual: async (cluster) => {
      const answer = await ask(cluster, gateway, '/', OTHER_HOST);
      return typeof answer === 'string' ? answer : `${answer.status}`;
    },
  };
}

function internal(name: string): Skipped {
  return { name, skipped: 'an internal gateway is reachable only from inside its network' };
}

/** The answer of a gateway to this machine; or why there was none. */
async function ask(cluster: Cluster, gateway: IngressGateway, path: string, host: string | undefined) {
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
  const answer = await cluster.get(address, port, path, host);
  return typeof answer === 'string' ? `${address}:${port} does not answer: ${answer}` : answer;
}
