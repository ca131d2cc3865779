import type { App, Chart } from 'cdk8s';
import type { Revision } from '../mesh/revisions';
import type { MeshSettings, Settings } from '../settings';
import { CurlChart } from './curl';
import { IngressChart } from './ingress';
import { MtlsChart } from './mtls';
import { NamespaceChart } from './namespace';
import { StoreChart } from './store';

/** The table of contents: every chart of an environment, and the only place that states their order. */
export function defineCharts(app: App, { mesh, store, testClients }: Settings): void {
  const namespaces = defineNamespaces(app, mesh);
  const home = namespaces(store.namespace);
  const { name: namespace, sidecar } = home;
  const { hosts, credentials, gateway = mesh.ingressGateways[0]! } = store;

  const shop = after(home, new StoreChart(app, 'store', { namespace, sidecar, credentials }));
  const backend = shop.storeFront.port('http');
  after(shop, new IngressChart(app, 'ingress', { namespace, gateway, hosts, backend }));
  if (testClients) {
    after(home, new CurlChart(app, 'curl-inside', { namespace, name: 'curl-inside', sidecar }));
    new CurlChart(app, 'curl-outside', { namespace: 'default', name: 'curl-outside', sidecar: 'none' });
  }
}

/**
 * Every namespace of the mesh with its mutual TLS.
 *
 * @returns the namespace of a name; it throws an Error if the settings have none of that name
 */
export function defineNamespaces(app: App, mesh: MeshSettings): (name: string) => NamespaceChart {
  const homes = Object.entries(mesh.revisions).flatMap(([revision, names]) =>
    names.map(
      (name) => new NamespaceChart(app, `namespace-${name}`, { name, revision: revision as Revision }),
    ),
  );
  for (const home of homes)
    after(home, new MtlsChart(app, `mtls-${home.name}`, { namespace: home.name, mode: mesh.mtls }));
  return (name) => {
    const home = homes.find((each) => each.name === name);
    if (!home)
      throw new Error(`no namespace '${name}' is in the mesh; add it to a revision in 'mesh.revisions'`);
    return home;
  };
}

/** The chart, applied after another. */
function after<T extends Chart>(first: Chart, chart: T): T {
  chart.addDependency(first);
  return chart;
}
