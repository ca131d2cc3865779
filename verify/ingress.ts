import type { NamedEnvironment } from '../model/environment';
import { exposuresOf, type ExposedPort } from '../model/exposures';
import { proxiesOf, type GatewayProxies } from '../model/gateway-proxies';
import { groupBy } from '../model/group';
import type { Check, Cluster, Expectation, KubernetesObject, Skipped } from './check';
import { gatewaysProgrammed } from './gateway-api';

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

/** Each gateway is set up, serves what applications expose on it, as they say that it answers, and answers no other host. */
export const ingress: Check = {
  summary:
    'every gateway answers the hosts that applications expose as the applications say, and answers no other host',
  example: 'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
  expectations: ({ environment, rendered }) => {
    const exposures = exposuresOf(environment);
    if (exposures.length === 0)
      return [{ name: 'gateways serve what is exposed', skipped: 'no application exposes a port' }];
    const proxies = groupBy(exposures, (exposure) => nameOfProxies(exposure, environment));
    return [
      ...gatewaysProgrammed(rendered),
      ...exposures.flatMap((exposure) => exposure.hosts.map((host) => served(exposure, host, environment))),
      ...[...proxies.values()].map((group) => refused(group, environment)),
    ];
  },
};

function served(exposure: ExposedPort, host: string, environment: NamedEnvironment): Expectation | Skipped {
  const { namespace, service, gateway, answers } = exposure;
  const { path, status, text } = answers;
  const name = `the ${gateway} gateway serves ${namespace}/${service} to ${host === '*' ? 'any host' : host}`;
  if (gateway === 'internal') return internal(name);
  const asked = asker(proxiesOf(exposure, environment), path);
  const containing = text === undefined ? '' : ` with "${text}"`;
  return {
    name,
    expected: `${status}${containing} at ${path}`,
    settles: true,
    actual: async (cluster) => {
      // `*` takes any host, and *.example.com any name below example.com.
      const answer = await asked(cluster, host === '*' ? undefined : host.replace(/^\*/, 'any'));
      if (typeof answer === 'string') return answer;
      if (answer.status !== status) return `${answer.status} at ${path}`;
      return `${status}${answer.body.includes(text ?? '') ? containing : ` without "${text}"`} at ${path}`;
    },
  };
}

function refused(exposures: readonly ExposedPort[], environment: NamedEnvironment): Expectation | Skipped {
  const [first] = exposures as [ExposedPort];
  const { namespace, gateway } = first;
  const whose = environment.mesh.gatewayApi ? `${gateway} gateway of ${namespace}` : `${gateway} gateway`;
  const name = `the ${whose} serves no other host`;
  if (gateway === 'internal') return internal(name);
  const any = exposures.find(({ hosts }) => hosts.includes('*'));
  if (any) return { name, skipped: `${any.namespace}/${any.service} is exposed to any host` };
  const asked = asker(proxiesOf(first, environment), '/');
  return {
    name,
    expected: '404',
    settles: true,
    actual: async (cluster) => {
      const answer = await asked(cluster, OTHER_HOST);
      return typeof answer === 'string' ? answer : `${answer.status}`;
    },
  };
}

function nameOfProxies(exposure: ExposedPort, environment: NamedEnvironment): string {
  const { namespace, service } = proxiesOf(exposure, environment);
  return `${namespace}/${service}`;
}

function internal(name: string): Skipped {
  return { name, skipped: 'an internal gateway is reachable only from inside its network' };
}

/** Asks a gateway from this machine; answers with why there was no answer, if there was none. */
function asker({ namespace, service: name }: GatewayProxies, path: string) {
  return async (cluster: Cluster, host: string | undefined) => {
    const kind = { apiVersion: 'v1', kind: 'Service' };
    const [service] = (await cluster.list(kind, { namespace, name })) as GatewayService[];
    if (!service) return `no Service ${namespace}/${name}`;
    const { ip, hostname } = service.status?.loadBalancer?.ingress?.[0] ?? {};
    const address = ip ?? hostname;
    if (address === undefined) return 'the gateway has no address yet';
    const port = service.spec.ports?.find((each) => each.name === 'http2')?.port ?? 80;
    const answer = await cluster.get(address, port, path, host);
    return typeof answer === 'string' ? `${address}:${port} does not answer: ${answer}` : answer;
  };
}
