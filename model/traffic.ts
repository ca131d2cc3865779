import { isHttp } from '../mesh/protocols';
import { portNamed, sibling, type Destination } from './exposures';
import { portsOf, type Port } from './ports';
import type { Workload } from './workload';
import type { PlacedWorkload } from './workloads';

/** What part of the requests goes to one version; all of a workload's pods, where there is none. */
export interface Share {
  readonly version?: string;
  /** In percent; the shares of a workload add up to 100. */
  readonly weight: number;
}

/** Versions without a weight of their own, of a workload that states weights. */
export function unweighted({ versions = {}, traffic }: Workload): string[] {
  return Object.keys(versions).filter((version) => traffic?.weights?.[version] === undefined);
}

/** How the requests of a workload are shared out, versions that get none left out. */
export function sharesOf(workload: Workload): Share[] {
  const { weights } = workload.traffic ?? {};
  if (!weights) return [{ weight: 100 }];
  const stated = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const [rest] = unweighted(workload);
  return Object.keys(workload.versions ?? {})
    .map((version) => ({
      version,
      weight: weights[version] ?? (version === rest ? 100 - stated : 0),
    }))
    .filter(({ weight }) => weight > 0);
}

/** The port of another workload that gets a copy of what comes to a port; undefined where none does. */
export function mirrorOf(
  { workload, port }: Destination,
  at: ReadonlyMap<string, PlacedWorkload>,
): Destination | undefined {
  const { mirror } = workload.workload.traffic ?? {};
  if (mirror?.workload === undefined || !isHttp(port.name)) return undefined;
  const target = sibling(workload, mirror.workload, at);
  const targetPort = target && portNamed(target, port.name);
  return target && targetPort && { workload: target, port: targetPort };
}

/** Whether the routes of a workload differ from Istio's own. */
export function hasRoutes({ traffic }: Workload): boolean {
  const { weights, routes, mirror, fault, timeout, retries } = traffic ?? {};
  return (weights ?? routes ?? mirror ?? fault ?? timeout ?? retries) !== undefined;
}

/** Whether the routes of a workload name its versions. */
export function namesVersions({ traffic }: Workload): boolean {
  return (traffic?.weights ?? traffic?.routes ?? traffic?.mirror?.version) !== undefined;
}

/** Ports whose connections are shared out as they are: Istio reads no requests in them. */
export function tcpPortsOf(workload: Pick<Workload, 'ports'>): Port[] {
  return portsOf(workload).filter(({ name }) => !isHttp(name));
}

/** Ports that carry HTTP requests. */
export function httpPortsOf(workload: Pick<Workload, 'ports'>): Port[] {
  return portsOf(workload).filter(({ name }) => isHttp(name));
}
