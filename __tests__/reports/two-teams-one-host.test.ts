// Two teams, a namespace each, want paths of one host. One Gateway and one VirtualService serve a host, so the second exposure is refused;
// the message has to say what does work. istio/istio 45332 and 58453.
import { allowedCalls } from '../charts/attempts';
import { outcomeOf } from '../charts/route-evaluator';
import { lines, synthesize } from './synthesize';

const HOST = 'www.example.com';
const image = (name: string) => `example.com/${name}:1`;
const tls = { credentialName: 'www-tls' };
const site = (expose: object = {}) => ({
  image: image('site'),
  ports: { http: 8080 },
  expose: { http: { hosts: [HOST], tls, ...expose } },
});
const search = (expose?: object) => ({
  image: image('search'),
  ports: { http: 9090 },
  ...(expose && { expose }),
});
const on = (applications: object) => ({ revision: 'asm-1-30', authorization: 'on', applications });

/** The routes that a message names, as the user copies them. */
function routesIn(fix: string): object[] {
  const [, list] = /routes: (\[.*\])/.exec(fix) ?? [];
  const json = list!.replaceAll(/(\w+):/g, '"$1":').replaceAll("'", '"');
  return JSON.parse(json) as object[];
}

/** What one application of both workloads comes to. */
async function together(routes: readonly object[]) {
  const workloads = { site: site({ routes }), search: search() };
  const outcome = await synthesize({ web: on({ www: { workloads } }) });
  expect(lines(outcome.faults)).toEqual([]);
  const ask = (path: string) => outcomeOf(outcome.objects, { by: 'external', host: HOST, port: 443, path });
  const allowed = allowedCalls(outcome.objects, { methods: ['GET'], paths: ['/search/x', '/'] });
  return { ask, allowed };
}

test('two exposures of one host name the ways there are, and the one that keeps the host works', async () => {
  const exposed = { http: { hosts: [HOST], tls, routes: [{ uri: { prefix: '/search' } }] } };
  const { faults } = await synthesize({
    web: on({ www: { workloads: { site: site() } } }),
    find: on({ find: { workloads: { search: search(exposed) } } }),
  });
  expect(faults).toHaveLength(1);
  const { fix } = faults[0]!;
  expect(fix).toMatch(/a host of its own.*the other gateway.*into one application of one namespace/);

  const { ask, allowed } = await together(routesIn(fix));
  expect(ask('/search/x')).toMatchObject({ to: { 'search.web:9090': 100 } });
  expect(ask('/')).toMatchObject({ to: { 'site.web:8080': 100 } });
  expect(allowed).toContain('external gateway -> web/search:9090 GET /search/x');
  expect(allowed).toContain('external gateway -> web/site:8080 GET /');
});

test('so do the other two ways: a host each, and a gateway each', async () => {
  const pair = (second: object) =>
    synthesize(
      {
        web: on({ www: { workloads: { site: site({ gateway: 'external' }) } } }),
        find: on({ find: { workloads: { search: search({ http: second }) } } }),
      },
      { mesh: { ingressGateways: ['external', 'internal'] } },
    );
  for (const second of [
    { hosts: ['search.example.com'], gateway: 'external' },
    { hosts: [HOST], gateway: 'internal' },
  ])
    expect(lines((await pair(second)).faults)).toEqual([]);
});

test.each(['web', 'find'])(
  'a route to a workload of another application, in %s, names the way too, and it works',
  async (namespace) => {
    const routes = [{ uri: { prefix: '/search' }, to: { workload: 'search' } }, {}];
    const first = { www: { workloads: { site: site({ routes }) } } };
    const second = { find: { workloads: { search: search() } } };
    const { faults } = await synthesize(
      namespace === 'web' ? { web: on({ ...first, ...second }) } : { web: on(first), find: on(second) },
    );
    expect(faults.map(({ problem }) => problem)).toEqual([
      `it is a workload of 'find' of '${namespace}', and a route leads to workloads of its own application`,
    ]);
    const { ask } = await together(routesIn(faults[0]!.fix));
    expect(ask('/search/x')).toMatchObject({ to: { 'search.web:9090': 100 } });
  },
);
