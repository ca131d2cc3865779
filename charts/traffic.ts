import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { serviceHost } from '../mesh/service-host';
import {
  DestinationRule,
  VirtualService,
  type DestinationRuleSpecTrafficPolicy,
  type DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy as H2UpgradePolicy,
  type DestinationRuleSpecTrafficPolicyLoadBalancer as LoadBalancer,
  type DestinationRuleSpecTrafficPolicyLoadBalancerSimple as Simple,
  type VirtualServiceSpec,
} from '../imports/networking.istio.io';
import { defaultMaxEjectionPercent } from '../model/plan/outlier-detection';
import { hasRoutes, listHttpPorts, namesVersions, listTcpPorts } from '../model/plan/traffic';
import type { Traffic } from '../model/schema/traffic';
import type { PlacedWorkload } from '../model/plan/workloads';
import { httpRoutes, renderWeightedRoutes, type WorkloadsByPath } from './routes';
import type { WorkloadSlice } from './slices';

/**
 * How requests of sidecars to one workload are shared out. A DestinationRule comes before the routes that name its subsets: a
 * route to a subset that is not there yet answers 503.
 */
export class TrafficChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, workload, environment }: WorkloadSlice) {
    super(scope, id, { namespace });
    const { name } = workload;
    const rule = renderDestinationRule(workload);
    if (rule) new DestinationRule(this, `${name}-rule`, { metadata: { name }, spec: rule });
    if (hasRoutes(workload.settings))
      new VirtualService(this, `${name}-route`, {
        metadata: { name },
        spec: {
          hosts: [serviceHost(name, namespace)],
          ...renderRoutes(workload, environment.workloadsByPath),
        },
      });
  }
}

function renderDestinationRule(placed: PlacedWorkload) {
  const { versions = {}, traffic = {} } = placed.settings;
  const subsets = namesVersions(placed.settings)
    ? Object.keys(versions).map((version) => ({ name: version, labels: { version } }))
    : [];
  const trafficPolicy = renderTrafficPolicy(traffic, placed);
  const hasPolicy = Object.keys(trafficPolicy).length > 0;
  if (!hasPolicy && subsets.length === 0) return undefined;
  return {
    host: serviceHost(placed.name, placed.namespace),
    ...(hasPolicy && { trafficPolicy }),
    ...(subsets.length > 0 && { subsets }),
  };
}

/** The words of the settings are Istio's; the generated types have other names for some of them. */
function renderTrafficPolicy(
  { loadBalancer, connectionPool, outlierDetection }: Traffic,
  placed: PlacedWorkload,
): DestinationRuleSpecTrafficPolicy {
  return {
    ...(loadBalancer && { loadBalancer: renderLoadBalancer(loadBalancer) }),
    ...(connectionPool && { connectionPool: renderConnectionPool(connectionPool) }),
    ...(outlierDetection && { outlierDetection: renderOutlierDetection(outlierDetection, placed) }),
  };
}

function renderLoadBalancer({
  simple,
  consistentHash,
  localityLbSetting: locality,
}: NonNullable<Traffic['loadBalancer']>): LoadBalancer {
  const { failover, failoverPriority } = locality ?? {};
  return {
    ...(simple && { simple: simple as Simple }),
    ...(consistentHash && { consistentHash }),
    ...(locality && {
      localityLbSetting: {
        ...locality,
        failover: failover && [...failover],
        failoverPriority: failoverPriority && [...failoverPriority],
      },
    }),
  };
}

function renderConnectionPool({ tcp, http }: NonNullable<Traffic['connectionPool']>) {
  const h2UpgradePolicy = http?.h2UpgradePolicy as H2UpgradePolicy | undefined;
  return { ...(tcp && { tcp }), ...(http && { http: { ...http, h2UpgradePolicy } }) };
}

function renderOutlierDetection(
  { consecutive5xxErrors, maxEjectionPercent, ...rest }: NonNullable<Traffic['outlierDetection']>,
  placed: PlacedWorkload,
) {
  return {
    consecutive5XxErrors: consecutive5xxErrors,
    ...rest,
    maxEjectionPercent: maxEjectionPercent ?? defaultMaxEjectionPercent(placed),
  };
}

/** A VirtualService is the whole truth about the HTTP ports of its host: a port without a route would answer 404. */
function renderRoutes(
  workload: PlacedWorkload,
  at: WorkloadsByPath,
): Pick<VirtualServiceSpec, 'http' | 'tcp'> {
  const isAlone = workload.ports.length === 1;
  const on = (port: number) => (isAlone ? {} : { port });
  const http = listHttpPorts(workload).flatMap((port) =>
    httpRoutes({ destination: { workload, port } }, at, on(port.port)),
  );
  const { weights } = workload.settings.traffic ?? {};
  const tcp = (weights ? listTcpPorts(workload) : []).map((port) => ({
    ...(!isAlone && { match: [on(port.port)] }),
    route: renderWeightedRoutes({ workload, port }),
  }));
  return { ...(http.length > 0 && { http }), ...(tcp.length > 0 && { tcp }) };
}
