import type { EnvironmentSettings } from '../schema/environment';
import { buildCallGraph, type CallGraph } from './call-graph';
import { createCallResolver, type CallResolver } from './calls';
import { listExposures, type ExposedPort } from './exposures';
import { listWorkloads, type PlacedWorkload } from './workloads';

/** One environment with its defaults filled in, and all that follows from it, worked out once. */
export interface Plan extends EnvironmentSettings {
  readonly name: string;
  /** Every workload, in the order of the tree. */
  readonly workloads: readonly PlacedWorkload[];
  /** The same by the paths of their settings. */
  readonly workloadsByPath: ReadonlyMap<string, PlacedWorkload>;
  /** Every port that is reached from outside the mesh. */
  readonly exposures: readonly ExposedPort[];
  /** Who calls whom. */
  readonly graph: CallGraph;
  /** Finds the workload that a call names. */
  readonly resolveCall: CallResolver;
}

/** The plan of an environment whose settings match their schema; what a rule would reject is left out. */
export function buildPlan(name: string, settings: EnvironmentSettings): Plan {
  const workloads = listWorkloads(settings);
  const workloadsByPath = new Map(workloads.map((workload) => [workload.path, workload]));
  const resolveCall = createCallResolver(workloads);
  const exposures = listExposures(workloads, workloadsByPath, settings.mesh);
  const graph = buildCallGraph({ workloads, workloadsByPath, resolveCall, exposures });
  return { ...settings, name, workloads, workloadsByPath, exposures, graph, resolveCall };
}
