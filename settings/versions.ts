import {
  CALENDAR_READ,
  CALENDAR_SOURCE,
  endOfLife,
  entryOf,
  expectedInWords,
  isCompatible,
  isNewerThanCalendar,
  isPastEnd,
  kubernetesVersions,
  revisionsFor,
  upgradeTargets,
  type CalendarEntry,
  type Day,
  type Revision,
  type SupportPlan,
} from '../mesh/revisions';
import { stateFaults, type MeshFault } from '../mesh/upgrade';
import { supportPlanOf } from './defaults';
import type { Fault } from './fault';
import type { Settings } from './settings';

/** Revisions and Kubernetes versions that Azure would refuse, and states of an upgrade that leave pods without sidecars. */
export function versionFaults({ environment, cluster, mesh }: Settings, today: Day): Fault[] {
  const { kubernetesVersion } = cluster;
  const supportPlan = supportPlanOf(cluster);
  const states = meshFaults(environment, stateFaults(mesh, today));
  const pairs = mesh.revisions
    .filter((revision) => isCompatible(revision, kubernetesVersion, supportPlan) === false)
    .map((revision) => ({
      environment,
      path: 'mesh.revisions',
      value: revision,
      problem: pairsInWords(revision, kubernetesVersion, supportPlan, today),
      fix: `change 'mesh.revisions'${environment === 'lab' ? ', or MESH_REVISION if that is set,' : ''} or 'cluster.kubernetesVersion' to one of these pairs`,
    }));
  return [...states, ...pairs];
}

/** Faults of an environment's mesh, with their place in its settings. */
export function meshFaults(environment: string, faults: readonly MeshFault[]): Fault[] {
  return faults.map(({ field, ...fault }) => ({ environment, path: `mesh.${field}`, ...fault }));
}

/** What still works and will not for long, or what is newer than the calendar: no reason to stop. */
export function versionWarnings({ environment, resourceGroup, mesh }: Settings, today: Day): Fault[] {
  const warning = (value: Revision, problem: string, fix: string) => ({
    environment,
    path: 'mesh.revisions',
    value,
    problem,
    fix,
  });
  const askAzure = `az aks mesh get-revisions --location ${resourceGroup.location}`;
  const [current, next] = mesh.revisions;
  return mesh.revisions.flatMap((revision) => {
    if (isNewerThanCalendar(revision))
      return warning(
        revision,
        `the calendar, read on ${CALENDAR_READ}, does not have it yet`,
        `see that it is offered: ${askAzure}; then add it to mesh/revisions.ts (${CALENDAR_SOURCE})`,
      );
    if (!isPastEnd(revision, today)) return [];
    const entry = entryOf(revision);
    const targets = upgradeTargets(revision, today);
    return warning(
      revision,
      endInWords(entry),
      revision === current && next !== undefined
        ? `finish the upgrade to ${next} (docs/upgrade.md)`
        : targets.length > 0
          ? `upgrade to ${targets.join(' or ')} (docs/upgrade.md)`
          : `upgrade to what this offers: ${askAzure} (docs/upgrade.md); the calendar has no later revision${expectedInWords(revision)}`,
    );
  });
}

/** What is known of an end that has passed. */
function endInWords(entry: CalendarEntry | undefined): string {
  if (entry === undefined) return 'its support ended by October 2024';
  const day = endOfLife(entry);
  return entry.isExpected
    ? `its support was expected to end on ${day} (not announced when the calendar was read, ${CALENDAR_READ}): Azure may still support it`
    : `its support ended on ${day}`;
}

function pairsInWords(revision: Revision, kubernetesVersion: string, plan: SupportPlan, today: Day): string {
  const versions = kubernetesVersions(revision, plan);
  const takes =
    versions.length > 0
      ? `takes Kubernetes ${versions[0]} to ${versions.at(-1)}`
      : `takes no Kubernetes version of ${plan}`;
  const revisions = revisionsFor(kubernetesVersion, plan);
  const supported = revisions.filter((each) => !isPastEnd(each, today));
  const runs = revisions.length > 0 ? `runs ${revisions.join(', ')}` : 'runs no revision of the calendar';
  return `${revision} ${takes}; Kubernetes ${kubernetesVersion} ${runs}${revisions.length > 0 ? ` (supported today: ${supported.join(', ') || 'none'})` : ''}`;
}
