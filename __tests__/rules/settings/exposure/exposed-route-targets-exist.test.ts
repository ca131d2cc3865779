import { exposedRouteTargetsExist } from '../../../../rules/settings/exposure/exposed-route-targets-exist';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const leading = (to?: object) =>
  running({
    shop: { image, ports: { http: 80 }, expose: { http: { hosts: ['*'], routes: [{}, { to }] } } },
    api: { image, ports: { 'http-api': 8080, 'tcp-x': 81, http: 80 } },
    bare: { image },
  });
const at = `${APP}.shop.expose.http.routes.1.to`;

test.each([undefined, { workload: 'api' }, { workload: 'api', port: 'http-api' }, { workload: 'shop' }])(
  'a route that leads to an HTTP port of the application is taken: %j',
  (to) => {
    expect(settings(exposedRouteTargetsExist, leading(to))).toEqual([]);
  },
);

test('who states no routes keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(exposedRouteTargetsExist, environment))).toEqual([]);
});

test.each(['nobody', 'constructor'])(
  'a route to a workload that is not there is rejected: %s',
  (workload) => {
    expect(settings(exposedRouteTargetsExist, leading({ workload }))).toEqual([
      {
        path: `${at}.workload`,
        value: workload,
        problem: 'the application has no such workload; it has shop, api, bare',
        fix: "point the route at one of its workloads, or remove 'to' for 'shop' itself",
      },
    ]);
  },
);

test.each([
  [{ workload: 'api', port: 'http-x' }, "'api' has no port 'http-x'; it has http-api, tcp-x, http"],
  [{ workload: 'bare' }, "'bare' has no port 'http'; it has none"],
  [{ workload: 'api', port: 'tcp-x' }, "the name of the port 'tcp-x' does not say HTTP"],
])('a route to a port that takes no requests is rejected: %j', (to, problem) => {
  expect(settings(exposedRouteTargetsExist, leading(to))).toEqual([
    {
      path: `${at}.port`,
      value: (to as { port?: string }).port,
      problem,
      fix: "set 'port' to a port whose name starts with http or grpc",
    },
  ]);
});

test.each(['reading', 'other'])(
  'one to a workload of another application says how both are one, in %s',
  (namespace) => {
    const environment = changed(leading({ workload: 'stock', port: 'http' }), {
      [`namespaces.${namespace}.applications.second`]: {
        workloads: { stock: { image, ports: { http: 80 } } },
      },
    });
    expect(settings(exposedRouteTargetsExist, environment)).toEqual([
      {
        path: `${at}.workload`,
        value: 'stock',
        problem: `it is a workload of 'second' of '${namespace}', and a route leads to workloads of its own application`,
        fix: "put 'shop' and 'stock' into one application of one namespace (its workloads may be in several files), and let 'shop' route to it: routes: [{ uri: { prefix: '/stock' }, to: { workload: 'stock', port: 'http' } }, {}]",
      },
    ]);
  },
);
