import type { App, Chart } from 'cdk8s';
import type { Settings } from '../settings';
import { storeGateway } from '../settings/defaults';
import { CurlChart } from './curl';
import { IngressChart } from './ingress';
import { MeshConfigChart } from './mesh-config';
import { MtlsChart } from './mtls';
import { NamespaceChart } from './namespace';
import { StoreChart } from './store';

/**
 * The table of contents: every chart of an environment, and the only place that states their order.
 *
 * @returns the namespaces of the mesh, for charts that are to join them
 */
export function defineCharts(app: App, settings: Settings): Namespaces {
  const { store, testClients } = settings;
  const namespaces = defineNamespaces(app, settings);
  const home = namespaces(store.namespace);
  const { name: namespace, sidecar } = home;
  const { hosts, credentials } = store;
  const gateway = storeGateway(settings);

  const shop = after(home, new StoreChart(app, 'store', { namespace, sidecar, credentials }));
  const backend = shop.storeFront.port('http');
  after(shop, new IngressChart(app, 'ingress', { namespace, gateway, hosts, backend }));
  if (testClients) {
    after(home, new CurlChart(app, 'curl-inside', { namespace, name: 'curl-inside', sidecar }));
    new CurlChart(app, 'curl-outside', { namespace: 'default', name: 'curl-outside', sidecar: 'none' });
  }
  return namespaces;
}

/** The namespace of a name; throws an Error if the settings have none of that name. */
export type Namespaces = (name: string) => NamespaceChart;

/** What workloads find when they come: the configuration of the mesh, and its namespaces with their mutual TLS. */
export function defineNamespaces(app: App, { cluster, mesh }: Settings): Namespaces {
  const { kubernetesVersion } = cluster;
  const { installedRevision, revisions, patch, config } = mesh;
  const versions = { kubernetesVersion, installedRevision };
  const meshConfig = new MeshConfigChart(app, 'mesh-config', { ...versions, revisions, config });

  const homes = Object.entries(mesh.namespaces).map(([name, revision]) => {
    const props = { ...versions, name, revision, patch };
    return after(meshConfig, new NamespaceChart(app, `namespace-${name}`, props));
  });
  for (const home of homes)
    after(home, new MtlsChart(app, `mtls-${home.name}`, { namespace: home.name, mode: mesh.mtls }));
  return (name) => {
    const home = homes.find((each) => each.name === name);
    if (!home) throw new Error(`no namespace '${name}' is in the mesh; add it to 'mesh.namespaces'`);
    return home;
  };
}

/** The chart, applied after another. */
function after<T extends Chart>(first: Chart, chart: T): T {
  chart.addDependency(first);
  return chart;
}
