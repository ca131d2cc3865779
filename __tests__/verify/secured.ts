import type { RequestListener } from 'node:http';
import type { Plan } from '../../model/plan';
import type { Cluster } from '../../verify/check';
import { ingress } from '../../verify/checks/ingress';
import { fetchCertificate, httpGet } from '../../verify/probe';
import { changed } from '../support';
import { fakeCluster, set } from './fake-cluster';
import { example } from './fixtures';
import { stageOf } from './healthy';
import { open, type Doors, type TlsGateway } from './tls-gateway';
import { VirtualClock } from './virtual-clock';

const clock = new VirtualClock();
const service = 'Service aks-istio-ingressgateway-external';

/** The host of the example. */
export const host = 'shop.example.com';

/** The example, exposed over HTTPS. */
export function secured(tls: object, expose: object = {}): Plan {
  const http = 'namespaces.shop.applications.shop.workloads.web.expose.http';
  const values = Object.entries({ tls, ...expose }).map(([name, value]) => [`${http}.${name}`, value]);
  return changed(example, Object.fromEntries(values) as Record<string, unknown>);
}

/**
 * What the check `ingress` sees of an environment at a gateway of this machine, asked by the code that asks AKS's. By the end
 * of each name; what passes is `ok`.
 */
export async function seenAt(environment: Plan, doors: Doors): Promise<Record<string, string>> {
  const gateway = await open(doors);
  try {
    return await seenThrough(gateway, environment);
  } finally {
    gateway.close();
  }
}

async function seenThrough({ http, https }: TlsGateway, environment: Plan) {
  const stage = await stageOf(environment, { ip: '127.0.0.1', port: http });
  const ports = [
    { name: 'http2', port: http },
    { name: 'https', port: https },
  ];
  const cluster: Cluster = {
    ...fakeCluster({ objects: set(stage, service, 'spec.ports', ports) }),
    httpGet: async (question) => httpGet(question, clock),
    certificate: async (asked) => fetchCertificate(asked, clock),
  };
  const results: Record<string, string> = {};
  for (const each of ingress.expectations(stage)) {
    const name = each.name.replace('the external gateway ', '');
    if ('skipped' in each) results[name] = `skipped: ${each.skipped}`;
    else {
      const actual = await each.actual(cluster);
      results[name] = actual === each.expected ? 'ok' : actual.replaceAll(/127\.0\.0\.1:\d+/g, 'GATEWAY');
    }
  }
  return results;
}

/** What the example answers. */
export const welcome: RequestListener = ({ headers, url }, response) => {
  if (headers.host !== host) response.writeHead(404).end();
  else if (url === '/') response.end('Welcome');
  else response.writeHead(418).end();
};

/** What Envoy answers where HTTPS is asked for instead. */
export const redirect: RequestListener = ({ headers, url }, response) => {
  if (headers.host === host) response.writeHead(301, { location: `https://${host}${url}` });
  else response.writeHead(404);
  response.end();
};
