import { isHttp } from '../../mesh/protocols';
import { findPort, findSibling, type Destination } from './exposures';
import type { Port } from './ports';
import type { WorkloadSettings } from '../schema/workload';
import type { PlacedWorkload } from './workloads';

/** What part of the requests goes to one version; all of a workload's pods, where there is none. */
export interface WeightedVersion {
  readonly version?: string;
  /** In percent; the shares of a workload add up to 100. */
  readonly weight: number;
}

/** Versions without a weight, of a workload that sets weights. */
export function versionsWithoutWeight({ versions = {}, traffic }: WorkloadSettings): string[] {
  return Object.keys(versions).filter((version) => traffic?.weights?.[version] === undefined);
}

/** How the requests of a workload are shared out, versions that get none left out. */
export function resolveWeights(workload: WorkloadSettings): WeightedVersion[] {
  const { weights } = workload.traffic ?? {};
  if (!weights) return [{ weight: 100 }];
  const stated = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const [rest] = versionsWithoutWeight(workload);
  return Object.keys(workload.versions ?? {})
    .map((version) => ({
      version,
      weight: weights[version] ?? (version === rest ? 100 - stated : 0),
    }))
    .filter(({ weight }) => weight > 0);
}

/** The port of another workload that gets a copy of what comes to a port; undefined where none does. */
export function findMirror(
  { workload, port }: Destination,
  at: ReadonlyMap<string, PlacedWorkload>,
): Destination | undefined {
  const { mirror } = workload.settings.traffic ?? {};
  if (mirror?.workload === undefined || !isHttp(port.name)) return undefined;
  const target = findSibling(workload, mirror.workload, at);
  const targetPort = target && findPort(target, port.name);
  return target && targetPort && { workload: target, port: targetPort };
}

/** Whether the routes of a workload differ from Istio's own. */
export function hasRoutes({ traffic }: WorkloadSettings): boolean {
  const { weights, routes, mirror, fault, timeout, retries } = traffic ?? {};
  return (weights ?? routes ?? mirror ?? fault ?? timeout ?? retries) !== undefined;
}

/** Whether the routes of a workload name its versions. */
export function namesVersions({ traffic }: WorkloadSettings): boolean {
  return (traffic?.weights ?? traffic?.routes ?? traffic?.mirror?.version) !== undefined;
}

/** Ports whose connections are shared out as they are: Istio reads no requests in them. */
export function listTcpPorts({ ports }: Pick<PlacedWorkload, 'ports'>): Port[] {
  return ports.filter(({ name }) => !isHttp(name));
}

/** Ports that carry HTTP requests. */
export function listHttpPorts({ ports }: Pick<PlacedWorkload, 'ports'>): Port[] {
  return ports.filter(({ name }) => isHttp(name));
}
