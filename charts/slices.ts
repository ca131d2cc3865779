import type { IngressGateway } from '../mesh/gateways';
import type { Plan } from '../model/plan';
import { partitionGraph, type Call, type CallGraph } from '../model/plan/call-graph';
import type { ExposedPort } from '../model/plan/exposures';
import { listGateways } from '../model/plan/gateway-proxies';
import type { PlacedWorkload } from '../model/plan/workloads';
import type { ApplicationSettings } from '../model/schema/application';
import type { NamespaceSettings } from '../model/schema/environment';
import { podsKey, type Pods, type PodsByPath } from './pods';
import type { CallOfProxies, ProxyCallsOf } from './proxy-calls';

/** What a chart of a shared environment gets. */
export interface EnvironmentSlice {
  readonly environment: Plan;
  /** The pods of every workload. */
  readonly pods: PodsByPath;
  /** What proxies call by themselves. */
  readonly proxyCalls: ProxyCallsOf;
}

/** What a chart of one namespace gets. */
export interface NamespaceSlice extends EnvironmentSlice {
  readonly namespace: string;
  readonly settings: NamespaceSettings;
  /** The calls that start or end there. */
  readonly graph: CallGraph;
  readonly exposures: readonly ExposedPort[];
}

/** What a chart of one application gets. */
export interface ApplicationSlice extends EnvironmentSlice {
  readonly namespace: string;
  readonly namespaceSettings: NamespaceSettings;
  readonly application: string;
  readonly settings: ApplicationSettings;
  readonly workloads: readonly PlacedWorkload[];
  readonly exposures: readonly ExposedPort[];
}

/** What a chart of one workload gets. */
export interface WorkloadSlice extends EnvironmentSlice {
  readonly namespace: string;
  readonly workload: PlacedWorkload;
  /** The calls that start or end at it. */
  readonly graph: CallGraph;
}

/** What a chart of some pods gets: of one workload, or of several whose Services select the same pods. */
export interface PodsSlice extends EnvironmentSlice {
  readonly namespace: string;
  readonly namespaceSettings: NamespaceSettings;
  /** Name of the first workload, by which the objects for the pods are named. */
  readonly name: string;
  readonly workloads: readonly PlacedWorkload[];
  readonly own: Pods;
  /** The calls to them. */
  readonly incoming: readonly Call[];
  /** The calls that they make. */
  readonly outgoing: readonly Call[];
  readonly outside: CallGraph['outside'];
  readonly entries: CallGraph['entries'];
  /** The calls of proxies to them. */
  readonly byProxies: readonly CallOfProxies[];
}

/** The parts of an environment that charts are made of, each by the part of their ids that identifies it. */
export interface Slices {
  readonly environment: EnvironmentSlice;
  readonly namespaces: ReadonlyMap<string, NamespaceSlice>;
  readonly applications: ReadonlyMap<string, ApplicationSlice>;
  readonly workloads: ReadonlyMap<string, WorkloadSlice>;
}

/** Cuts an environment into the parts that charts are made of. */
export function sliceEnvironment(environment: Plan, pods: PodsByPath, proxyCalls: ProxyCallsOf): Slices {
  const { namespaces, graph, exposures } = environment;
  const shared = { environment, pods, proxyCalls };
  const inNamespace = partitionGraph(graph, ({ namespace }) => namespace);
  const graphOfWorkload = partitionGraph(graph, ({ path }) => path);
  const exposuresOf = Map.groupBy(exposures, applicationId);
  const exposuresIn = Map.groupBy(exposures, ({ namespace }) => namespace);
  const workloadsOf = Map.groupBy(environment.workloads, applicationId);
  return {
    environment: shared,
    namespaces: new Map(
      Object.entries(namespaces).map(([namespace, settings]) => [
        namespace,
        {
          ...shared,
          namespace,
          settings,
          graph: inNamespace(namespace),
          exposures: exposuresIn.get(namespace) ?? [],
        },
      ]),
    ),
    applications: new Map(
      Object.entries(namespaces).flatMap(([namespace, namespaceSettings]) =>
        Object.entries(namespaceSettings.applications).map(([application, settings]) => {
          const id = applicationId({ namespace, application });
          return [
            id,
            {
              ...shared,
              namespace,
              namespaceSettings,
              application,
              settings,
              workloads: workloadsOf.get(id) ?? [],
              exposures: exposuresOf.get(id) ?? [],
            },
          ];
        }),
      ),
    ),
    workloads: new Map(
      environment.workloads.map((workload) => {
        const { namespace, name, path } = workload;
        const slice = { ...shared, namespace, workload, graph: graphOfWorkload(path) };
        return [`${applicationId(workload)}.${name}`, slice];
      }),
    ),
  };
}

/** What charts of pods get, once the pods are known: Istio takes one object for them, whichever of their Services it is for. */
export function slicePods(
  environment: Plan,
  pods: PodsByPath,
  proxyCalls: ProxyCallsOf,
): ReadonlyMap<string, PodsSlice> {
  const keyOf = ({ namespace, path }: PlacedWorkload) => podsKey(namespace, pods.get(path)!);
  const graphOf = partitionGraph(environment.graph, keyOf);
  return new Map(
    [...Map.groupBy(environment.workloads, keyOf)].map(([key, workloads]) => {
      const [first] = workloads as [PlacedWorkload];
      const { calls, outside, entries } = graphOf(key);
      const { namespace, namespaceSettings, name, path } = first;
      const slice = {
        environment,
        pods,
        proxyCalls,
        namespace,
        namespaceSettings,
        name,
        workloads,
        own: pods.get(path)!,
        incoming: calls.filter(({ callee }) => keyOf(callee) === key),
        outgoing: calls.filter(({ caller }) => keyOf(caller) === key),
        outside,
        entries,
        byProxies: workloads.flatMap((workload) => proxyCalls.into(workload)),
      };
      return [`${applicationId(first)}.${name}`, slice];
    }),
  );
}

/** The part of ids that identifies an application. */
function applicationId({
  namespace,
  application,
}: Pick<PlacedWorkload, 'namespace' | 'application'>): string {
  return `${namespace}.${application}`;
}

/** The Gateways of the Gateway API that run in a namespace, for what it exposes. */
export function gatewaysIn({
  environment,
  exposures,
}: Pick<NamespaceSlice, 'environment' | 'exposures'>): IngressGateway[] {
  return environment.mesh.gatewayApi ? listGateways(exposures) : [];
}

/** The same, with those that routes written by hand attach to. */
export function namesOfGatewaysIn(slice: NamespaceSlice): string[] {
  return [...new Set([...gatewaysIn(slice), ...slice.proxyCalls.gatewaysIn(slice.namespace)])];
}

/** Whether some pods call the Kubernetes API, as one of their workloads says. */
export function callsKubernetesApi({ workloads }: Pick<PodsSlice, 'workloads'>): boolean {
  return workloads.some(({ settings }) => settings.callsKubernetesApi);
}
