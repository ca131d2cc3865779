import type { Plan } from '../../model/plan';
import type { ExposedPort } from '../../model/plan/exposures';
import { gatewayProxies, type GatewayProxies } from '../../model/plan/gateway-proxies';
import { certificateExpectations } from '../ingress-certificates';
import { CLIENT_CERTIFICATE_REQUIRED, type Check, type Expectation, type Skipped } from '../check';
import { atGatewayAddress, exampleHost, describeNoResponse } from '../gateway-address';
import { gatewaysProgrammed } from '../gateway-api';

/** A host that nothing is exposed to. Source: RFC 2606. */
const OTHER_HOST = 'another-host.invalid';

/** Each gateway is set up, serves what applications expose on it with the answers that they declare, and does not serve other hosts. */
export const ingress: Check = {
  summary:
    'every gateway serves the exposed hosts with the answers that applications declare, over HTTPS with a valid certificate for ' +
    'the host, and does not serve other hosts',
  example: 'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
  expectations: ({ environment, rendered }) => {
    const exposures = environment.exposures.map((exposure) => ({
      ...exposure,
      proxies: gatewayProxies(exposure, environment),
    }));
    if (exposures.length === 0)
      return [{ name: 'gateways serve what is exposed', skipped: 'no application exposes a port' }];
    const doors = Map.groupBy(exposures, ({ proxies }) => `${proxies.namespace}/${proxies.service}`);
    return [
      ...gatewaysProgrammed(rendered),
      ...exposures.flatMap((exposure) =>
        reachable(exposure, [
          ...certificateExpectations(exposure),
          ...exposure.hosts.flatMap((host) => [secure(exposure, host), plain(exposure, host)].flat()),
        ]),
      ),
      ...[...doors.values()].flatMap((own) => {
        const [first] = own as [ExposedAt];
        return reachable(first, [...noOtherHost(own, environment), ...noOtherCertificate(own, environment)]);
      }),
    ];
  },
};

/** An exposed port with the proxies that it is reached by. */
type ExposedAt = ExposedPort & { readonly proxies: GatewayProxies };

function reachable(
  { gateway }: ExposedPort,
  expectations: readonly (Expectation | Skipped)[],
): readonly (Expectation | Skipped)[] {
  if (gateway === 'external') return expectations;
  const skipped = 'an internal gateway is reachable only from inside its network';
  return expectations.map(({ name }) => ({ name, skipped }));
}

/** Which gateway it is: of Kubernetes' Gateway API, each namespace has its own. */
function whose([first]: readonly ExposedAt[], { mesh }: Plan): string {
  return mesh.gatewayApi ? `${first!.gateway} gateway of ${first!.namespace}` : `${first!.gateway} gateway`;
}

/** What a host gets over TLS. */
function secure(exposure: ExposedAt, host: string): Expectation[] {
  const { namespace, service, gateway, answers, tls, proxies } = exposure;
  switch (tls?.mode) {
    case undefined:
      return [];
    case 'SIMPLE':
      return [served(exposure, host, true)];
    case 'MUTUAL':
      return [
        {
          name: `the ${gateway} gateway rejects clients of ${describeHost(host)} without a certificate`,
          expected: CLIENT_CERTIFICATE_REQUIRED,
          settles: true,
          actual: atGatewayAddress(proxies, 'https', async (cluster, endpoint) => {
            const answer = await cluster.httpGet({
              ...endpoint,
              path: answers.path,
              host: exampleHost(host),
              tls: true,
            });
            if (typeof answer !== 'string') return `${answer.status} at ${answers.path}`;
            return answer === CLIENT_CERTIFICATE_REQUIRED ? answer : describeNoResponse(endpoint, answer);
          }),
        },
      ];
    case 'PASSTHROUGH':
      return [
        {
          name: `the ${gateway} gateway passes TLS for ${describeHost(host)} to ${namespace}/${service}`,
          expected: 'a TLS handshake',
          settles: true,
          actual: atGatewayAddress(proxies, 'https', async (cluster, endpoint) => {
            const shown = await cluster.certificate({ ...endpoint, host: exampleHost(host) });
            return typeof shown === 'string' ? describeNoResponse(endpoint, shown) : 'a TLS handshake';
          }),
        },
      ];
  }
}

/** What a host gets over plain HTTP. */
function plain(exposure: ExposedAt, host: string): Expectation {
  const { gateway, answers, tls, proxies } = exposure;
  if (!tls || tls.plaintext === 'allow') return served(exposure, host, false);
  const question = { path: answers.path, host: askedAs(host) };
  if (tls.plaintext === 'redirect')
    return {
      name: `the ${gateway} gateway redirects plain HTTP for ${describeHost(host)}`,
      expected: '301 to HTTPS',
      settles: true,
      actual: atGatewayAddress(proxies, 'http', async (cluster, endpoint) => {
        const answer = await cluster.httpGet({ ...endpoint, ...question });
        if (typeof answer === 'string') return describeNoResponse(endpoint, answer);
        const { status, location } = answer;
        if (location === undefined) return `${status} at ${answers.path}`;
        return `${status} to ${location.startsWith('https://') ? 'HTTPS' : location}`;
      }),
    };
  return {
    name: `the ${gateway} gateway serves no plain HTTP to ${describeHost(host)}`,
    expected: '404, or no connection',
    settles: true,
    actual: atGatewayAddress(proxies, 'http', async (cluster, endpoint) => {
      const answer = await cluster.httpGet({ ...endpoint, ...question });
      // If no application accepts plain HTTP, the gateway does not listen at all.
      if (typeof answer === 'string' || answer.status === 404) return '404, or no connection';
      return `${answer.status} at ${answers.path}`;
    }),
  };
}

function served(exposure: ExposedAt, host: string, tls: boolean): Expectation {
  const { namespace, service, gateway, answers, proxies } = exposure;
  const { path, status, text } = answers;
  const over = tls ? ' over HTTPS' : exposure.tls ? ' over plain HTTP' : '';
  const containing = text === undefined ? '' : ` with "${text}"`;
  return {
    name: `the ${gateway} gateway serves ${namespace}/${service} to ${describeHost(host)}${over}`,
    expected: `${status}${containing} at ${path}`,
    settles: true,
    actual: atGatewayAddress(proxies, tls ? 'https' : 'http', async (cluster, endpoint) => {
      const asked = tls ? { host: exampleHost(host), tls } : { host: askedAs(host) };
      const answer = await cluster.httpGet({ ...endpoint, path, ...asked });
      if (typeof answer === 'string') return describeNoResponse(endpoint, answer);
      if (answer.status !== status) return `${answer.status} at ${path}`;
      return `${status}${answer.body.includes(text ?? '') ? containing : ` without "${text}"`} at ${path}`;
    }),
  };
}

function noOtherHost(own: readonly ExposedAt[], environment: Plan): (Expectation | Skipped)[] {
  const taking = own.filter(({ tls }) => tls?.plaintext !== 'off');
  if (taking.length === 0) return [];
  const { proxies } = own[0]!;
  const name = `the ${whose(own, environment)} does not serve other hosts`;
  const any = toAny(taking);
  if (any) return [{ name, skipped: any }];
  const actual = atGatewayAddress(proxies, 'http', async (cluster, endpoint) => {
    const answer = await cluster.httpGet({ ...endpoint, path: '/', host: OTHER_HOST });
    return typeof answer === 'string' ? describeNoResponse(endpoint, answer) : `${answer.status}`;
  });
  return [{ name, expected: '404', settles: true, actual }];
}

function noOtherCertificate(own: readonly ExposedAt[], environment: Plan): (Expectation | Skipped)[] {
  const taking = own.filter(({ tls }) => tls);
  if (taking.length === 0) return [];
  const { proxies } = own[0]!;
  const name = `the ${whose(own, environment)} has no certificate for another host`;
  const any = toAny(taking);
  if (any) return [{ name, skipped: any }];
  const actual = atGatewayAddress(proxies, 'https', async (cluster, endpoint) => {
    const shown = await cluster.certificate({ ...endpoint, host: OTHER_HOST });
    return typeof shown === 'string' ? 'none' : `one for ${shown.names}`;
  });
  return [{ name, expected: 'none', settles: true, actual }];
}

function toAny(exposures: readonly ExposedAt[]): string | undefined {
  const any = exposures.find(({ hosts }) => hosts.includes('*'));
  return any && `${any.namespace}/${any.service} is exposed to any host`;
}

function describeHost(host: string): string {
  return host === '*' ? 'any host' : host;
}

/** Plain HTTP needs no name where any will do. */
function askedAs(host: string): string | undefined {
  return host === '*' ? undefined : exampleHost(host);
}
