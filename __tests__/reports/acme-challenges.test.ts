import { application } from '../../index';
import { asker } from './pairs';
import { lines, synthesize } from './synthesize';

// istio/istio 33593: a certificate authority asks for its challenge in plain HTTP, which a redirect to HTTPS takes away.

const HOST = 'web.example.com';
const CHALLENGE = '/.well-known/acme-challenge';
const shop = (site: object, solver: object = {}) =>
  application({
    web: {
      image: 'ghcr.io/example/web:1',
      ports: { http: 8080 },
      expose: { http: { hosts: [HOST], ...site } },
    },
    solver: { image: 'ghcr.io/example/solver:1', ports: { http: 8080 }, ...solver },
  } as Parameters<typeof application>[0]);
const tls = (plaintext: string) => ({ tls: { credentialName: 'web-tls', plaintext } });
const made = (site: object, more: object = {}) =>
  synthesize({ shop: { revision: 'asm-1-30', authorization: 'on', applications: { shop: site } } }, more);

test.each([[{}], [{ mesh: { gatewayApi: true, ingressGateways: [] } }]])(
  'HTTPS alone and plain HTTP alone are one host of two workloads, %j',
  async (more) => {
    const solver = {
      expose: {
        http: { hosts: [HOST], routes: [{ uri: { prefix: CHALLENGE } }, { redirect: { scheme: 'https' } }] },
      },
    };
    const { faults, objects } = await made(shop(tls('off'), solver), more);
    expect(lines(faults)).toEqual([]);
    if ('mesh' in more) return;
    const ask = asker(objects);
    expect(ask({ port: 80, path: `${CHALLENGE}/token` })).toMatchObject({ to: { 'solver.shop:8080': 100 } });
    expect(ask({ port: 80, path: '/' })).toMatchObject({ status: 301 });
    expect(ask({ port: 443 })).toMatchObject({ to: { 'web.shop:8080': 100 } });
  },
);

test('two workloads that both serve plain HTTP of a host are rejected', async () => {
  const solver = { expose: { http: { hosts: [HOST] } } };
  expect(lines((await made(shop(tls('redirect'), solver))).faults)).toEqual([
    expect.stringContaining(`overlaps with '${HOST}'`),
  ]);
});

test('a route for challenges behind a redirect is rejected', async () => {
  const routes = [{ uri: { prefix: CHALLENGE }, to: { workload: 'solver' } }, {}];
  expect(lines((await made(shop({ ...tls('redirect'), routes }))).faults)).toEqual([
    expect.stringContaining('redirected to HTTPS before this route is compared'),
  ]);
});
