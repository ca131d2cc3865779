import type { App } from 'cdk8s';
import { isSystemNamespace } from '../aks/namespaces';
import type { Application } from '../model/schema/application';
import type { NamedEnvironment, Namespace } from '../model/schema/environment';
import { listExposures, type ExposedPort } from '../model/plan/exposures';
import { FaultError } from '../model/fault';
import { buildCallGraph, partitionGraph, type CallGraph, type IngressCall } from '../model/plan/call-graph';
import { listGateways } from '../model/plan/gateway-proxies';
import { DEFAULT_MTLS } from '../model/plan/mtls';
import { toFaults } from '../model/read/setting-faults';
import { listPorts } from '../model/plan/ports';
import { messageWithUserLine } from '../model/trace';
import { ApplicationChart } from './application';
import { AuthenticationChart, type AuthenticationChartProps } from './authentication';
import { AuthorizationChart } from './authorization';
import { EgressChart } from './egress';
import { GatewayApiChart } from './gateway-api';
import { GatewayRoutesChart } from './gateway-routes';
import { IngressChart } from './ingress';
import { readManifests } from './manifests';
import { MeshConfigChart } from './mesh-config';
import { MeshMtlsChart, MtlsChart, type MtlsException } from './mtls';
import { NamespaceChart } from './namespace';
import { NetworkPoliciesChart } from './network-policies';
import { defaultPods, type Pods, type PodsByPath } from './pods';
import { TrafficChart } from './traffic';
import { INGRESS_NAMESPACE, type IngressGateway } from '../mesh/gateways';

/**
 * The table of contents: every chart of an environment. The number that its id starts with is its place in the order in
 * which `kubectl apply` takes the files; a chart that is added renames no other.
 */
export async function defineCharts(app: App, environment: NamedEnvironment): Promise<void> {
  const { cluster, mesh, namespaces } = environment;
  const { kubernetesVersion } = cluster;
  const { installedRevision, revisions, config } = mesh;
  const graph = buildCallGraph(environment);

  new MeshConfigChart(app, '00-mesh-config', { kubernetesVersion, installedRevision, revisions, config });
  if (mesh.mtls !== undefined) new MeshMtlsChart(app, '01-mesh-mtls', { mode: mesh.mtls });
  for (const [name, { revision }] of Object.entries(namespaces))
    if (!isSystemNamespace(name))
      new NamespaceChart(app, `10-namespace-${name}`, { name, revision, installedRevision });

  const exposures = listExposures(environment);
  const pods = await defineApplications(app, environment, { graph, exposures });

  const graphIn = partitionGraph(graph, ({ namespace }) => namespace);
  const exposedIn = Map.groupBy(mesh.gatewayApi ? exposures : [], ({ namespace }) => namespace);
  for (const [namespace, home] of Object.entries(namespaces)) {
    const exposed = exposedIn.get(namespace) ?? [];
    const gateways = listGateways(exposed);
    definePolicies(app, environment, { namespace, home, graph: graphIn(namespace), pods, gateways });
    if (gateways.length > 0) {
      const { revision } = home;
      new GatewayApiChart(app, `39-gateway-${namespace}`, { namespace, revision, exposures: exposed });
    }
  }
  const atGateway = graph.entries.filter(hasToken).filter((entry) => !isInNamespace(entry, environment));
  if (atGateway.length > 0)
    new AuthenticationChart(app, '24-authentication', {
      namespace: INGRESS_NAMESPACE,
      entries: atGateway,
      environment,
      pods,
    });
}

/** What runs in each namespace, and its ways in. */
async function defineApplications(
  app: App,
  environment: NamedEnvironment,
  { graph, exposures: all }: { readonly graph: CallGraph; readonly exposures: readonly ExposedPort[] },
): Promise<PodsByPath> {
  const pods = new Map<string, Pods>();
  const graphOf = partitionGraph(graph, (each) => `${each.namespace}.${each.application}`);
  const Routes = environment.mesh.gatewayApi ? GatewayRoutesChart : IngressChart;
  const exposed = Map.groupBy(all, (each) => `${each.namespace}.${each.application}`);
  const at = new Map(graph.workloads.map((each) => [each.path, each]));
  for (const [namespace, { revision, applications = {} }] of Object.entries(environment.namespaces)) {
    const sidecar = revision === undefined ? 'none' : { revision, patch: environment.mesh.patch };
    for (const [name, application] of Object.entries(applications)) {
      const id = `${namespace}.${name}`;
      const path = `namespaces.${namespace}.applications.${name}`;
      await withApplicationFaults(environment, path, application, async () => {
        const { source } = application;
        const manifests = source && 'yaml' in source ? await readManifests(source.yaml) : undefined;
        const props = { namespace, name, application, sidecar, manifests } as const;
        const chart = new ApplicationChart(app, `30-application-${id}`, props);
        const { workloads } = graphOf(id);
        const steered = workloads.filter(({ settings: workload }) => workload.traffic !== undefined);
        if (steered.length > 0)
          new TrafficChart(app, `31-traffic-${id}`, { namespace, workloads: steered, at });
        const exposures = exposed.get(id) ?? [];
        if (exposures.length > 0)
          new Routes(app, `40-ingress-${id}`, { namespace, exposures, workloads: at });
        await chart.customize();
        for (const placed of workloads)
          pods.set(placed.path, chart.podsOf(placed.name) ?? defaultPods(placed));
      });
    }
  }
  return pods;
}

interface Home {
  readonly namespace: string;
  readonly home: Namespace;
  /** What of the call graph concerns the namespace. */
  readonly graph: CallGraph;
  readonly pods: PodsByPath;
  /** Gateways of the Gateway API that run in it. */
  readonly gateways: readonly IngressGateway[];
}

/** What one namespace lets in and out. */
function definePolicies(
  app: App,
  environment: NamedEnvironment,
  { namespace, home, graph, pods, gateways }: Home,
): void {
  const { mesh } = environment;
  const { revision, mtls, authorization = 'off', egress = 'any', networkPolicies = false } = home;
  const isInMesh = revision !== undefined;
  const common = { namespace, graph, pods };
  if (isInMesh) {
    const mode = mtls ?? (mesh.mtls === undefined ? DEFAULT_MTLS : undefined);
    new MtlsChart(app, `20-mtls-${namespace}`, {
      namespace,
      mode,
      exceptions: listMtlsExceptions(graph, pods),
    });
  }
  if (authorization !== 'off')
    new AuthorizationChart(app, `21-authorization-${namespace}`, {
      ...common,
      mode: authorization,
      environment,
      gateways,
    });
  if (networkPolicies)
    new NetworkPoliciesChart(app, `22-network-policies-${namespace}`, {
      ...common,
      isInMesh,
      environment,
      gateways,
    });
  if (egress !== 'any' || graph.outside.some(({ tls }) => tls !== undefined))
    new EgressChart(app, `23-egress-${namespace}`, { ...common, mode: egress, config: mesh.config });
  const entries = graph.entries.filter(hasToken).filter((entry) => isInNamespace(entry, environment));
  if (entries.length > 0)
    new AuthenticationChart(app, `24-authentication-${namespace}`, { namespace, entries, environment, pods });
}

type EntryWithToken = AuthenticationChartProps['entries'][number];

function hasToken(entry: IngressCall): entry is EntryWithToken {
  return entry.exposure.jwt !== undefined;
}

/** Whether a token is checked in the namespace of the workload: by its sidecar, or by a gateway that is the namespace's own. */
function isInNamespace({ exposure }: EntryWithToken, { mesh }: NamedEnvironment): boolean {
  return exposure.jwt.at !== 'gateway' || mesh.gatewayApi === true;
}

function listMtlsExceptions({ workloads }: CallGraph, pods: PodsByPath): MtlsException[] {
  return workloads
    .filter(({ settings: workload }) => Object.keys(workload.mtls ?? {}).length > 0)
    .map(({ name, path, settings: workload }) => ({
      name,
      labels: pods.get(path)!.labels,
      ports: Object.fromEntries(
        Object.entries(workload.mtls ?? {}).map(([port, mode]) => [
          listPorts(workload).find((each) => each.name === port)?.targetPort,
          mode,
        ]),
      ),
    }));
}

/** What goes wrong while an application is rendered comes from its manifests or its hook: its data has been checked. */
async function withApplicationFaults(
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
    const fix = source
      ? `see that the file or chart is there${'helm' in source ? ', and the program helm' : ''}, and that its hook does what it should`
      : 'correct the hook';
    const setting = { environment, path: `${path}.${part}`, value, problem: messageWithUserLine(error), fix };
    throw new FaultError(toFaults([setting]), 'nothing was written', { cause: error });
  }
}
