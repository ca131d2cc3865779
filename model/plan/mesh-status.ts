import {
  daysBetween,
  endOfLife,
  findEntry,
  isCompatible,
  kubernetesVersions,
  upgradeTargets,
  type Day,
  type Revision,
} from '../../mesh/revisions';
import { upgradePhase, type Phase } from '../../mesh/upgrade';
import type { Plan } from '.';
import { getMeshState } from './mesh-state';

/** How long the mesh of one environment is good for, and where it can go. */
export interface MeshStatus {
  readonly environment: string;
  /** Revision that runs; in an upgrade, the one that is left. */
  readonly revision: Revision;
  /** Last day of its support; null for a revision that the calendar does not have. */
  readonly endOfLife: Day | null;
  /** Whether that day is expected and not announced. */
  readonly endOfLifeExpected: boolean;
  /** Days of support that are left, negative once it has ended; null as above. */
  readonly daysLeft: number | null;
  /** Kubernetes versions that the revision runs on under the environment's support plan. */
  readonly kubernetes: readonly string[];
  /** Revisions of the calendar that it can be upgraded to as long as Kubernetes stays as it is. */
  readonly nextTargets: readonly Revision[];
  readonly phase: Phase;
}

/** The status of an environment's mesh on a day. */
export function meshStatus(environment: Plan, today: Day): MeshStatus {
  const { name, cluster, mesh } = environment;
  const revision = mesh.revisions[0]!;
  const plan = cluster.supportPlan;
  const entry = findEntry(revision);
  return {
    environment: name,
    revision,
    endOfLife: entry ? endOfLife(entry) : null,
    endOfLifeExpected: entry?.isExpected ?? false,
    daysLeft: entry ? daysBetween(today, endOfLife(entry)) : null,
    kubernetes: kubernetesVersions(revision, plan),
    nextTargets: upgradeTargets(revision, today).filter((target) =>
      isCompatible(target, cluster.kubernetesVersion, plan),
    ),
    phase: upgradePhase(getMeshState(environment)),
  };
}
