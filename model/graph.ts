import { callResolver, callsTo } from './calls';
import type { Environment } from './environment';
import { exposuresOf, type ExposedPort } from './exposures';
import { groupBy } from './group';
import { portsOf, type Port } from './ports';
import { workloadsOf, type PlacedWorkload } from './workloads';

/** A call from one workload to a port of another. */
export interface Call {
  readonly caller: PlacedWorkload;
  readonly callee: PlacedWorkload;
  readonly port: Port;
  /** HTTP methods. @default any */
  readonly methods?: readonly string[];
  /** Paths, with `*` at one end, or `{*}` for one part. @default any */
  readonly paths?: readonly string[];
}

/** A call from a workload to a host outside of the cluster. */
export interface OutsideCall {
  readonly caller: PlacedWorkload;
  readonly host: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  readonly addresses?: readonly string[];
}

/** A way in: an ingress gateway that calls a port. */
export interface Entry {
  readonly exposure: ExposedPort;
  readonly callee: PlacedWorkload;
  readonly port: Port;
}

/** Who calls whom in one environment: all that policies, scopes, pictures and `verify` are made from. */
export interface CallGraph {
  readonly workloads: readonly PlacedWorkload[];
  readonly calls: readonly Call[];
  readonly outside: readonly OutsideCall[];
  readonly entries: readonly Entry[];
}

/** The call graph of an environment whose data has been checked. */
export function callGraphOf(environment: Environment): CallGraph {
  const workloads = workloadsOf(environment);
  const resolve = callResolver(environment);
  const at = new Map(workloads.map((each) => [each.path, each]));
  const portNamed = (of: PlacedWorkload, name: string) =>
    portsOf(of.workload).find((port) => port.name === name);
  return {
    workloads,
    calls: workloads.flatMap((caller) =>
      Object.entries(caller.workload.calls ?? {}).flatMap(([name, stated]): Call[] => {
        const callee = resolve(caller, name);
        if (typeof callee === 'string') return [];
        return callsTo(stated).flatMap((call) => {
          const port = portNamed(callee, call.port);
          return port ? [{ caller, callee, ...call, port }] : [];
        });
      }),
    ),
    outside: workloads.flatMap((caller) =>
      Object.entries(caller.workload.callsOutside ?? {}).map(([host, call]) => ({ caller, host, ...call })),
    ),
    entries: exposuresOf(environment).flatMap((exposure): Entry[] => {
      const callee = at.get(exposure.path.replace(/\.expose\.[^.]+$/, ''));
      const port = callee && portNamed(callee, exposure.portName);
      return callee && port ? [{ exposure, callee, port }] : [];
    }),
  };
}

/**
 * The graph in parts, such as one for each namespace or workload: its workloads, and the calls that start or end there. To
 * search the whole graph for each of them would cost the square of their number.
 */
export function graphsBy(
  { workloads, calls, outside, entries }: CallGraph,
  keyOf: (workload: PlacedWorkload) => string,
): (key: string) => CallGraph {
  const ends = calls.flatMap((call) =>
    [...new Set([keyOf(call.caller), keyOf(call.callee)])].map((key) => ({ key, call })),
  );
  const workloadsBy = groupBy(workloads, keyOf);
  const callsBy = groupBy(ends, ({ key }) => key);
  const outsideBy = groupBy(outside, ({ caller }) => keyOf(caller));
  const entriesBy = groupBy(entries, ({ callee }) => keyOf(callee));
  return (key) => ({
    workloads: workloadsBy.get(key) ?? [],
    calls: (callsBy.get(key) ?? []).map(({ call }) => call),
    outside: outsideBy.get(key) ?? [],
    entries: entriesBy.get(key) ?? [],
  });
}
