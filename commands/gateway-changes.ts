import type { Plan } from '../model/plan';
import { FaultError, getValueAt, type Fault } from '../model/fault';
import {
  buildGatewayPatches,
  setsFields,
  type GatewayPatch,
  type PartialObject,
} from '../model/plan/gateway-patches';
import { describeObject } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { appliedFields, desiredObject } from '../verify/gateway-objects';
import type { Conflict, GatewayCluster } from './gateways-cluster';

/** What became of a run that found a fault before it changed anything. */
export const NOTHING = 'nothing was changed';

/** What became of one object. */
export interface Outcome {
  readonly object: PartialObject;
  /** Empty where nothing changed. */
  readonly changes: readonly Change[];
}

/** A field of which the value changed; undefined where there is none. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Who had set another value, and lost the field to the settings. */
  readonly takenFrom: readonly string[];
}

/** An object that AKS made, and what it should have. */
interface Found {
  readonly wanted: PartialObject;
  readonly live: KubernetesObject;
}

/**
 * Applies the settings of an environment's ingress gateways, one object after the other, and removes those of before.
 * The cluster tries all of it before anything is changed.
 *
 * @throws FaultError if an object does not exist, or the cluster rejects its settings
 */
export async function* applyGateways(
  environment: Plan,
  cluster: GatewayCluster,
  { dryRun }: { readonly dryRun: boolean },
): AsyncGenerator<Outcome> {
  const found = await findAll(environment, cluster);
  const tried: (Outcome | Fault)[] = [];
  for (const each of found) tried.push(await apply(cluster, each, true));
  const faults = tried.filter((each) => 'problem' in each);
  if (faults.length > 0) throw new FaultError(faults, NOTHING);
  if (dryRun) return yield* tried.filter((each) => 'changes' in each);
  for (const each of found) {
    const outcome = await apply(cluster, each, false);
    if ('problem' in outcome) throw new FaultError([outcome], NOTHING);
    yield outcome;
  }
}

/** What became of an object, or why the cluster rejects its settings. */
async function apply(
  cluster: GatewayCluster,
  { wanted, live }: Found,
  dryRun: boolean,
): Promise<Outcome | Fault> {
  const once = async (force: boolean) => cluster.apply(wanted, { uid: live.metadata.uid!, force, dryRun });
  const first = await once(false);
  const conflicts = 'conflicts' in first ? first.conflicts : [];
  const applied = conflicts.length > 0 ? await once(true) : first;
  if ('object' in applied) return { object: wanted, changes: changesIn(live, applied.object, conflicts) };
  return {
    where: describeObject(wanted),
    problem: `the cluster rejects it: ${'rejected' in applied ? applied.rejected : 'others set its fields'}`,
    fix: "change the setting below 'mesh.gateways' that the message names; if the object has changed meanwhile, run the command again",
  };
}

/** The objects to apply settings to: those that have settings, or had. */
async function findAll(environment: Plan, cluster: GatewayCluster): Promise<Found[]> {
  const read = await Promise.all(
    buildGatewayPatches(environment).map(async (patch) => ({
      patch,
      live: await cluster.read(patch.object),
    })),
  );
  const missing = read.filter(({ patch, live }) => !live && setsFields(patch));
  if (missing.length > 0)
    throw new FaultError(
      missing.map(({ patch }) => missingIn(environment, patch)),
      NOTHING,
    );
  return read.flatMap(({ patch, live }) =>
    live && (setsFields(patch) || appliedFields(live).length > 0)
      ? [{ wanted: desiredObject(patch, live), live }]
      : [],
  );
}

function missingIn({ name }: Plan, { object, gateway, revision }: GatewayPatch): Fault {
  const of = revision === undefined ? '' : ` of ${revision}`;
  return {
    where: describeObject(object),
    problem: `is not on the cluster: AKS creates it with the ${gateway} ingress gateway${of}, and this command never does`,
    fix: `make sure that it is the right cluster and that the gateway runs: npm run verify -- ${name} control-plane`,
  };
}

/** Fields of a spec that settings can set. */
const SPEC = ['externalTrafficPolicy', 'minReplicas', 'maxReplicas'];

/** The changes of fields that settings can set. */
function changesIn(
  before: KubernetesObject,
  after: KubernetesObject,
  conflicts: readonly Conflict[],
): Change[] {
  const names = [before, after].flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}));
  return [
    ...[...new Set(names)].map((name) => ['metadata', 'annotations', name]),
    ...SPEC.map((name) => ['spec', name]),
  ]
    .map((path) => ({
      field: path.join('.'),
      before: getValueAt(before, path),
      after: getValueAt(after, path),
      takenFrom: conflicts.filter(({ field }) => field === path.join('.')).map(({ manager }) => manager),
    }))
    .filter((change) => change.before !== change.after);
}
