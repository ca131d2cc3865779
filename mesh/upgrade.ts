import {
  compareRevisions,
  findEntry,
  isInReach,
  isUpgradeTarget,
  later,
  upgradeTargets,
  type Day,
  type Revision,
} from './revisions';

/** What the settings say of a mesh and its upgrade. */
export interface MeshState {
  /** Revision that the mesh was installed with. */
  readonly installedRevision: Revision;
  /** Revisions on the cluster, oldest first: one, or two while an upgrade runs. */
  readonly revisions: readonly Revision[];
  /** Namespaces of the mesh, each with the revision that injects its sidecars. */
  readonly namespaces: Readonly<Record<string, Revision>>;
}

/** How far an upgrade is: `moved` once every namespace is on the new revision. */
export type Phase = 'steady' | 'started' | 'moving' | 'moved';

/** The phase that a mesh is in. */
export function upgradePhase({ revisions, namespaces }: MeshState): Phase {
  const [, next] = revisions;
  if (next === undefined) return 'steady';
  const moved = Object.values(namespaces).filter((revision) => revision === next).length;
  if (moved === 0) return 'started';
  return moved < Object.keys(namespaces).length ? 'moving' : 'moved';
}

/** Something that Azure would reject, or that would leave pods without sidecars. */
export interface MeshFault {
  /** Field of the state. */
  readonly field: 'installedRevision' | 'revisions' | 'namespaces';
  readonly value: unknown;
  /** What is wrong with it. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * The faults of a state of the mesh, whatever was before it.
 *
 * Source: AKS documentation, istio-upgrade.md, 2026-03-11.
 */
export function stateFaults({ installedRevision, revisions, namespaces }: MeshState, on: Day): MeshFault[] {
  const faults: MeshFault[] = [];
  const [current, next] = revisions;
  if (current === undefined || revisions.length > 2)
    return [
      {
        field: 'revisions',
        value: revisions,
        problem: 'there must be one revision, or two while an upgrade runs',
        fix: 'keep the one that runs and, during an upgrade, the one to upgrade to',
      },
    ];
  if (compareRevisions(current, installedRevision) < 0)
    faults.push({
      field: 'revisions',
      value: current,
      problem: `it is older than ${installedRevision}, which the mesh was installed with, and no mesh can be downgraded`,
      fix: `set 'installedRevision' to the revision that the mesh was installed with: ${current} or an older one`,
    });
  if (next !== undefined && compareRevisions(next, current) <= 0)
    faults.push({
      field: 'revisions',
      value: revisions,
      problem: 'the second revision must be newer than the first',
      fix: 'swap them, or choose a newer second one',
    });
  else if (next !== undefined && !isInReach(current, next, on))
    faults.push({
      field: 'revisions',
      value: revisions,
      problem: `from ${current}, a mesh can only be upgraded to ${describeTargets(current, on)}`,
      fix: `upgrade to one of these first, instead of ${next}`,
    });
  for (const [name, revision] of Object.entries(namespaces))
    if (!revisions.includes(revision))
      faults.push({
        field: 'namespaces',
        value: { [name]: revision },
        problem: `${revision} is not on the cluster, which runs ${revisions.join(' and ')}: no pod of '${name}' would get a sidecar`,
        fix: findWayOut(name, revision, revisions, on),
      });
  return faults;
}

/** What to do about a namespace on a revision that is not on the cluster; only one that an upgrade leads from or to may be added. */
function findWayOut(name: string, revision: Revision, revisions: readonly Revision[], on: Day): string {
  const [current] = revisions as readonly [Revision];
  const known = findEntry(revision) !== undefined && revisions.length === 1;
  if (known && isInReach(revision, current, on))
    return `before an upgrade is completed, move '${name}' to the new revision; or keep ${revision} in 'revisions'`;
  const set = `set ${revisions.join(' or ')}`;
  return known && isInReach(current, revision, on)
    ? `${set}; to upgrade, first add ${revision} to 'revisions' (docs/upgrade.md)`
    : set;
}

/**
 * Why a change of the mesh cannot be made in one step; nothing if it can. Each step of an upgrade needs the one before
 * it done on the cluster: start, move namespaces, complete; or move them back and roll back.
 */
export function stepFaults(from: MeshState, to: MeshState, on: Day): MeshFault[] {
  const faults: MeshFault[] = [];
  if (to.installedRevision !== from.installedRevision)
    faults.push({
      field: 'installedRevision',
      value: to.installedRevision,
      problem: `it was ${from.installedRevision} before, and no upgrade changes it`,
      fix: 'revert the change; only a new mesh has another',
    });

  const [gone, added] = [without(from.revisions, to.revisions), without(to.revisions, from.revisions)];
  const revisions = (problem: string, fix: string) =>
    faults.push({ field: 'revisions', value: to.revisions, problem, fix });
  const [current, next] = from.revisions as readonly [Revision, Revision?];
  const [target] = added;
  if (target !== undefined && compareRevisions(target, current) < 0)
    revisions(`${target} is older than ${current}, and no mesh can be downgraded`, `remove ${target}`);
  else if (target !== undefined && next !== undefined)
    revisions(
      `the upgrade to ${next} is neither completed nor rolled back`,
      `finish it: [${next}] once every namespace is on it, or [${current}] once none is; then start the next`,
    );
  else if (target !== undefined && (gone.length > 0 || added.length > 1))
    revisions(
      `an upgrade starts with [${current}, ${target}] and leaves the namespaces where they are`,
      `start the upgrade by adding ${target} beside ${current}; move the namespaces; then remove ${current}`,
    );
  else if (target !== undefined && isUpgradeTarget(current, target, on) === false)
    revisions(
      `from ${current}, a mesh can only be upgraded to ${describeTargets(current, on)}`,
      `start an upgrade to one of these, instead of ${target}`,
    );
  for (const [name, revision] of Object.entries(to.namespaces)) {
    const before = from.namespaces[name];
    if (added.includes(revision))
      faults.push({
        field: 'namespaces',
        value: { [name]: revision },
        problem: `${revision} does not run yet; the cluster runs ${from.revisions.join(' and ')}`,
        fix: `apply the step that adds ${revision} first, then put '${name}' on it`,
      });
    else if (before !== undefined && before !== revision && gone.includes(before))
      faults.push({
        field: 'namespaces',
        value: { [name]: revision },
        problem: `this step moves '${name}' off ${before} and removes ${before} at once: pods keep their sidecars until they are rolled`,
        fix: `move '${name}' in a step of its own, apply it, then remove ${before}`,
      });
  }
  return faults;
}

function describeTargets(from: Revision, on: Day): string {
  const targets = upgradeTargets(from, on);
  if (targets.length > 0) return targets.join(' or ');
  return `${later(from, 1)} or ${later(from, 2)}, if Azure offers them: the calendar has neither`;
}

function without(all: readonly Revision[], some: readonly Revision[]): Revision[] {
  return all.filter((each) => !some.includes(each));
}
