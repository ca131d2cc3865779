import type { App } from 'cdk8s';
import { isOwned } from '../aks/namespaces';
import { exposuresOf } from '../model/exposures';
import type { Application } from '../model/application';
import type { NamedEnvironment } from '../model/environment';
import { FaultError } from '../model/fault';
import { faultsOf } from '../model/place';
import { ApplicationChart } from './application';
import { IngressChart } from './ingress';
import { MeshConfigChart } from './mesh-config';
import { MtlsChart } from './mtls';
import { NamespaceChart } from './namespace';

/**
 * The table of contents: every chart of an environment. The number that its id starts with is its place in the order in
 * which `kubectl apply` takes the files; a chart that is added renames no other.
 */
export async function defineCharts(app: App, environment: NamedEnvironment): Promise<void> {
  const { cluster, mesh, namespaces } = environment;
  const { kubernetesVersion } = cluster;
  const { installedRevision, revisions, patch, config } = mesh;
  const versions = { kubernetesVersion, installedRevision };

  const exposed = exposuresOf(environment);

  new MeshConfigChart(app, '00-mesh-config', { ...versions, revisions, config });
  for (const [namespace, { revision, mtls = 'STRICT', applications = {} }] of Object.entries(namespaces)) {
    if (!isOwned(namespace))
      new NamespaceChart(app, `10-namespace-${namespace}`, { name: namespace, revision, installedRevision });
    if (revision !== undefined) new MtlsChart(app, `20-mtls-${namespace}`, { namespace, mode: mtls });
    const sidecar = revision === undefined ? 'none' : { revision, patch };
    for (const [name, application] of Object.entries(applications)) {
      const id = `${namespace}.${name}`;
      const path = `namespaces.${namespace}.applications.${name}`;
      await blaming(environment, path, application, async () => {
        const props = { namespace, name, application, sidecar } as const;
        const chart = new ApplicationChart(app, `30-application-${id}`, props);
        const exposures = exposed.filter((each) => each.namespace === namespace && each.application === name);
        if (exposures.length > 0) new IngressChart(app, `40-ingress-${id}`, { namespace, exposures });
        await chart.customize();
      });
    }
  }
}

/** What goes wrong while an application is rendered comes from its manifests or its hook: its data has been checked. */
async function blaming(
  environment: NamedEnvironment,
  path: string,
  { source, customize }: Application,
  render: () => Promise<void>,
): Promise<void> {
  try {
    await render();
  } catch (error) {
    if (!source && !customize) throw error;
    const [part, value] = source ? ['source', source] : ['customize', customize];
    const { message } = error as Error;
    const fix = source
      ? `see that the file or chart is there${'helm' in source ? ', and the program helm' : ''}, and that its hook does what it should`
      : 'correct the hook';
    const setting = { environment, path: `${path}.${part}`, value, problem: message.trim(), fix };
    throw new FaultError(faultsOf([setting]), 'nothing was written', { cause: error });
  }
}
