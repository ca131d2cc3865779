import type { Plan } from '.';
import { normalizeCalls } from './calls';
import type { OutsideHost } from '../schema/calls';
import { findPort, type ExposedPort } from './exposures';
import type { Port } from './ports';
import { findMirror } from './traffic';
import type { PlacedWorkload } from './workloads';

/** A call from one workload to a port of another. */
export interface Call {
  readonly caller: PlacedWorkload;
  readonly callee: PlacedWorkload;
  readonly port: Port;
  /** HTTP methods. @default any */
  readonly methods?: readonly string[];
  /** Paths, with `*` at one end, or `{*}` for one part. @default any */
  readonly paths?: readonly string[];
  /** Whether it is a copy of a call to a workload that is mirrored. */
  readonly isMirrored?: true;
}

/** A call from a workload to a host outside the cluster. */
export interface OutsideCall extends OutsideHost {
  readonly caller: PlacedWorkload;
  readonly host: string;
}

/** The port of the host itself: what the sidecar encrypts goes to another than what is called. */
export function upstreamPort({ port, tls }: Pick<OutsideCall, 'port' | 'tls'>): number {
  return tls ? tls.port : port;
}

/** A call through an ingress gateway to a port, for one exposed port. */
export interface IngressCall {
  readonly exposure: ExposedPort;
  readonly callee: PlacedWorkload;
  readonly port: Port;
  /** Whether it gets copies of requests only. */
  readonly isMirrored?: true;
}

/** The calls of one environment: policies, scopes, diagrams and `verify` are made from them. */
export interface CallGraph {
  readonly workloads: readonly PlacedWorkload[];
  readonly calls: readonly Call[];
  readonly outside: readonly OutsideCall[];
  readonly entries: readonly IngressCall[];
}

/** The call graph of an environment; a call of what is not there is left out. */
export function buildCallGraph({
  workloads,
  workloadsByPath,
  resolveCall,
  exposures,
}: Pick<Plan, 'workloads' | 'workloadsByPath' | 'resolveCall' | 'exposures'>): CallGraph {
  return {
    workloads,
    calls: workloads.flatMap((caller) =>
      Object.entries(caller.settings.calls).flatMap(([name, stated]): Call[] => {
        const callee = resolveCall(caller, name);
        if (typeof callee === 'string') return [];
        return normalizeCalls(stated).flatMap((call): Call[] => {
          const port = findPort(callee, call.port);
          if (!port) return [];
          const copy = findMirror({ workload: callee, port }, workloadsByPath);
          return [
            { caller, callee, ...call, port },
            ...(copy
              ? [{ caller, callee: copy.workload, ...call, port: copy.port, isMirrored: true } as const]
              : []),
          ];
        });
      }),
    ),
    outside: workloads.flatMap((caller) =>
      Object.entries(caller.settings.callsOutside).map(([host, call]) => ({ caller, host, ...call })),
    ),
    entries: exposures.flatMap((exposure) => listEntries(exposure, workloadsByPath)),
  };
}

/** The ports that an exposed port routes to, each once. */
function listEntries(exposure: ExposedPort, at: ReadonlyMap<string, PlacedWorkload>): IngressCall[] {
  const entries = new Map<string, IngressCall>();
  for (const { destination } of exposure.routes) {
    if (!destination) continue;
    const copy = findMirror(destination, at);
    for (const [{ workload, port }, isCopy] of [
      [destination, false] as const,
      ...(copy ? [[copy, true] as const] : []),
    ]) {
      const key = `${workload.path} ${port.name}`;
      if (!isCopy) entries.set(key, { exposure, callee: workload, port });
      else if (!entries.has(key)) entries.set(key, { exposure, callee: workload, port, isMirrored: true });
    }
  }
  return [...entries.values()];
}

/**
 * The graph in parts, such as one for each namespace or workload: its workloads, and the calls that start or end there. To
 * search the whole graph for each of them would cost the square of their number.
 */
export function partitionGraph(
  { workloads, calls, outside, entries }: CallGraph,
  keyOf: (workload: PlacedWorkload) => string,
): (key: string) => CallGraph {
  const ends = calls.flatMap((call) =>
    [...new Set([keyOf(call.caller), keyOf(call.callee)])].map((key) => ({ key, call })),
  );
  const workloadsBy = Map.groupBy(workloads, keyOf);
  const callsBy = Map.groupBy(ends, ({ key }) => key);
  const outsideBy = Map.groupBy(outside, ({ caller }) => keyOf(caller));
  const entriesBy = Map.groupBy(entries, ({ callee }) => keyOf(callee));
  return (key) => ({
    workloads: workloadsBy.get(key) ?? [],
    calls: (callsBy.get(key) ?? []).map(({ call }) => call),
    outside: outsideBy.get(key) ?? [],
    entries: entriesBy.get(key) ?? [],
  });
}
