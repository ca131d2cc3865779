import { ApiObject, type App, type Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { getProviderService } from '../mesh/extension-providers';
import type { Plan } from '../model/plan';
import { listProxyCalls } from '../objects/proxy-calls';
import { defineApplication } from './applications';
import {
  AuthenticationChart,
  GatewayAuthenticationChart,
  IngressAuthenticationChart,
} from './authentication';
import { AllowNothingChart, AuthorizationChart, GatewayAuthorizationChart } from './authorization';
import { OutsideHostsChart, SidecarChart } from './egress';
import { GatewayApiChart } from './gateway-api';
import { GatewayRoutesChart } from './gateway-routes';
import { IngressChart } from './ingress';
import { runKubernetesHook } from './kubernetes-hook';
import { MeshConfigChart } from './mesh-config';
import { MeshMtlsChart, MtlsChart, MtlsExceptionChart } from './mtls';
import { NamespaceChart } from './namespace';
import { DenyAllChart, GatewayNetworkPoliciesChart, NetworkPolicyChart } from './network-policies';
import { objectsIn } from './objects';
import { findPods, type Pods } from './pods';
import { ProxyCalls } from './proxy-calls';
import { GatewayRateLimitsChart, IngressRateLimitsChart, RateLimitsChart } from './rate-limits';
import { sliceEnvironment, slicePods, type PodsSlice, type Slices } from './slices';
import { TrafficChart } from './traffic';

/**
 * The table of contents: every chart, which is a file. The number that its id starts with is its place in the order in which
 * `kubectl apply` takes the files; adding a chart renames no other. A chart without objects makes no file. docs/hooks.md lists the ids
 * for hooks.
 */
const CHARTS: readonly ((app: App, parts: Parts) => void)[] = [
  forEnvironment('00-mesh-config', MeshConfigChart),
  forEnvironment('01-mesh-mtls', MeshMtlsChart),
  forEach('10-namespace', 'namespaces', NamespaceChart),
  forEach('20-mtls', 'namespaces', MtlsChart),
  forEach('20-mtls', 'podSets', MtlsExceptionChart),
  forEach('21-authorization', 'namespaces', GatewayAuthorizationChart),
  forEach('21-authorization', 'podSets', AuthorizationChart),
  forEach('22-network-policy', 'namespaces', GatewayNetworkPoliciesChart),
  forEach('22-network-policy', 'podSets', NetworkPolicyChart),
  forEach('23-egress', 'namespaces', OutsideHostsChart),
  forEach('23-egress', 'podSets', SidecarChart),
  forEnvironment('24-authentication', IngressAuthenticationChart),
  forEach('24-authentication', 'namespaces', GatewayAuthenticationChart),
  forEach('24-authentication', 'workloads', AuthenticationChart),
  forEnvironment('25-rate-limits', IngressRateLimitsChart),
  forEach('25-rate-limits', 'namespaces', GatewayRateLimitsChart),
  forEach('25-rate-limits', 'podSets', RateLimitsChart),
  // After everything that allows callers.
  forEach('28-allow-nothing', 'namespaces', AllowNothingChart),
  forEach('29-deny-all', 'namespaces', DenyAllChart),
  // 30-application and 31-workload: below.
  forEach('32-traffic', 'workloads', TrafficChart),
  forEach('39-gateway', 'namespaces', GatewayApiChart),
  forEach('40-ingress', 'applications', IngressChart),
  forEach('41-gateway-routes', 'applications', GatewayRoutesChart),
  // 50-kubernetes: below.
];

/** Defines every chart of an environment. */
export async function defineCharts(app: App, environment: Plan): Promise<void> {
  const pods = new Map<string, Pods>();
  const proxyCalls = new ProxyCalls();
  const slices = sliceEnvironment(environment, pods, proxyCalls);
  // Before the others: policies select the pods that an application's manifests or hook bring.
  const defined = [];
  for (const [id, slice] of slices.applications) {
    const ids = { shared: `30-application-${id}`, workload: `31-workload-${id}` };
    defined.push({ namespace: slice.namespace, application: await defineApplication(app, ids, slice) });
  }
  for (const near of Map.groupBy(defined, ({ namespace }) => namespace).values())
    for (const [path, own] of findPods(near.map(({ application }) => application))) pods.set(path, own);
  if (mayCallByProxy(app, environment))
    proxyCalls.add(listProxyCalls(objectsIn(app, environment), environment));
  const parts = { ...slices, podSets: slicePods(environment, pods, proxyCalls) };
  for (const define of CHARTS) define(app, parts);
  // After all others: it sees what they render.
  await runKubernetesHook(app, '50-kubernetes', environment);
}

/** The parts of an environment, with its pods. */
interface Parts extends Slices {
  readonly podSets: ReadonlyMap<string, PodsSlice>;
}

/** Kinds of routes, by which gateways call what no exposed port declares. */
const ROUTES = ['VirtualService', 'HTTPRoute', 'GRPCRoute'];

/** Whether proxies may call something by themselves: to render every object for that takes a part of the time of a synth. */
function mayCallByProxy(app: App, { mesh: { config } }: Plan): boolean {
  const isRoute = (each: IConstruct) => ApiObject.isApiObject(each) && ROUTES.includes(each.kind);
  return (config.extensionProviders ?? []).some(getProviderService) || app.node.findAll().some(isRoute);
}

type ChartOf<Slice> = new (scope: Construct, id: string, slice: Slice) => Chart;

function forEnvironment(id: string, Class: ChartOf<Slices['environment']>) {
  return (app: App, { environment }: Parts): void => {
    new Class(app, id, environment);
  };
}

type Lists = Omit<Parts, 'environment'>;
type SliceIn<List extends keyof Lists> = Lists[List] extends ReadonlyMap<string, infer Slice> ? Slice : never;

function forEach<List extends keyof Lists>(id: string, list: List, Class: ChartOf<SliceIn<List>>) {
  return (app: App, all: Parts): void => {
    const parts = all[list] as ReadonlyMap<string, SliceIn<List>>;
    for (const [name, slice] of parts) new Class(app, `${id}-${name}`, slice);
  };
}
