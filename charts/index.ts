import type { App, Chart } from 'cdk8s';
import type { Revision } from '../mesh/revisions';
import type { Settings } from '../settings';
import { CurlChart } from './curl';
import { IngressChart } from './ingress';
import { MtlsChart } from './mtls';
import { NamespaceChart } from './namespace';
import { StoreChart } from './store';

/** The table of contents: every chart of an environment, and the only place that states their order. */
export function defineCharts(app: App, { mesh, store, testClients }: Settings): void {
  const homes = new Map<string, NamespaceChart>();
  for (const [revision, names] of Object.entries(mesh.revisions) as [Revision, readonly string[]][])
    for (const name of names)
      homes.set(name, new NamespaceChart(app, `namespace-${name}`, { name, revision }));
  for (const [namespace, home] of homes)
    after(home, new MtlsChart(app, `mtls-${namespace}`, { namespace, mode: mesh.mtls }));

  const { namespace, hosts, credentials } = store;
  const home = homes.get(namespace)!;
  const { sidecar } = home;
  const shop = after(home, new StoreChart(app, 'store', { namespace, sidecar, credentials }));
  const gateway = store.gateway ?? mesh.ingressGateways[0]!;
  after(
    shop,
    new IngressChart(app, 'ingress', { namespace, gateway, hosts, backend: shop.storeFront.port('http') }),
  );
  if (testClients) {
    after(home, new CurlChart(app, 'curl-inside', { namespace, name: 'curl-inside', sidecar }));
    after(
      home,
      new CurlChart(app, 'curl-outside', { namespace: 'default', name: 'curl-outside', sidecar: 'none' }),
    );
  }
}

/** The chart, applied after another. */
function after<T extends Chart>(first: Chart, chart: T): T {
  chart.addDependency(first);
  return chart;
}
