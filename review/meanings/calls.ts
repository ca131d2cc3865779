import { CONTROL_PLANE_NAMESPACE } from '../../mesh/gateways';
import { findAuthorizationPolicies } from '../../objects/authorization-policies';
import { groupKind, objectId, qualifiedName } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import { createPodFinder } from '../../objects/selectors';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { listProxies, STRANGERS } from '../callers';
import { carriesRequests, createReach, type Caller, type Reach } from '../reach';
import { describeSamples, listSamples } from '../samples';
import { listDeletions } from '../deletions';
import { showNames } from '../show';

const POLICY = 'AuthorizationPolicy.security.istio.io';
const NETWORK_POLICY = 'NetworkPolicy.networking.k8s.io';

/** What decides who may call whom. */
const DECIDING = new Set([POLICY, NETWORK_POLICY, 'PeerAuthentication.security.istio.io', 'Namespace']);

/** What follows from a call that is declared, beside what decides. */
const FOLLOWING = new Set([POLICY, NETWORK_POLICY, 'Sidecar.networking.istio.io']);

/** What callers may newly call, or may no longer. */
interface Change {
  readonly kind: 'allow' | 'forbid';
  readonly caller: Caller;
  readonly callee: KubernetesObject;
  readonly port: number;
  readonly requests: string;
  /** Whether it only holds once the objects that are no longer rendered are deleted. */
  readonly needsDeletion: boolean;
}

interface Sides {
  readonly before: Reach;
  readonly after: Reach;
  /** With what is no longer rendered: applying deletes nothing. */
  readonly applied: Reach;
}

/** Who may newly call whom, and who may no longer, by the policies of both sides. */
export function calls({ before, after, differences, reach }: Comparison): Finding[] {
  const changed = differences.objects.filter((each) => isDeciding(each.after ?? each.before!));
  if (changed.length === 0) return [];
  const gone = changed.flatMap((each) => (each.after || getPodTemplate(each.before!) ? [] : each.before!));
  const sides: Sides = {
    before: reach.before(),
    after: reach.after(),
    applied: gone.length > 0 ? createReach([...after.objects, ...gone]) : reach.after(),
  };
  const strangers = [...listProxies([...before.objects, ...after.objects]), ...STRANGERS];
  const found = listChanges(sides, findTouched(changed, sides), strangers);
  return [...summarize(found, differences.objects), ...listTrials(differences.objects)];
}

function isDeciding(object: KubernetesObject): boolean {
  return DECIDING.has(groupKind(object)) || getPodTemplate(object) !== undefined;
}

/** The pods whose callers, or whose calls, may have changed, by the ids of their objects. */
function findTouched(
  changed: readonly Difference<KubernetesObject>[],
  { before, after }: Sides,
): Set<string> {
  const finders = [before, after].map(({ pods }) => ({ pods, podsOf: createPodFinder(pods) }));
  return new Set(
    changed.flatMap((each) =>
      [each.before, each.after].flatMap((object, side) => {
        if (!object) return [];
        const { pods, podsOf } = finders[side]!;
        if (getPodTemplate(object)) return [each.id];
        const kind = groupKind(object);
        const own = kind === POLICY || kind === NETWORK_POLICY ? podsOf(object) : undefined;
        const near = pods.filter(({ metadata }) =>
          [metadata.namespace, object.metadata.name].includes(object.metadata.namespace ?? ''),
        );
        return (own?.length ? own : isRoot(object) ? pods : near).map(objectId);
      }),
    ),
  );
}

const isRoot = ({ metadata }: KubernetesObject) => metadata.namespace === CONTROL_PLANE_NAMESPACE;

function listChanges(sides: Sides, touched: ReadonlySet<string>, strangers: readonly Caller[]): Change[] {
  const old = new Map(sides.before.pods.map((object) => [objectId(object), object]));
  const now = new Map(sides.after.pods.map((object) => [objectId(object), object]));
  const both = [...now].flatMap(([id, after]) => {
    const before = old.get(id);
    return before ? [{ id, before, after }] : [];
  });
  const callers = [
    ...both.map(({ id, before, after }) => ({
      id,
      before: sides.before.callerOf(before),
      after: sides.after.callerOf(after),
    })),
    ...strangers.map((each) => ({ id: each.name, before: each, after: each })),
  ];
  return both.flatMap((callee) =>
    callers
      .filter(({ id }) => id !== callee.id && (touched.has(callee.id) || touched.has(id)))
      .flatMap((caller) => comparePair(sides, caller, callee)),
  );
}

/** One caller or callee on both sides. */
interface Both<T> {
  readonly before: T;
  readonly after: T;
}

function comparePair(sides: Sides, caller: Both<Caller>, callee: Both<KubernetesObject>): Change[] {
  const { before, after, applied } = sides;
  const ports = new Map(
    [...before.portsOf(callee.before), ...after.portsOf(callee.after)].map((each) => [each.port, each]),
  );
  return [...ports.values()].flatMap((named) => {
    const { port } = named;
    const all = carriesRequests(named)
      ? listSamples([...before.policiesOf(callee.before), ...after.policiesOf(callee.after)])
      : [undefined];
    const verdicts = all.map((each) => ({
      each,
      was: before.passes(caller.before, callee.before, port, each?.sample),
      is: after.passes(caller.after, callee.after, port, each?.sample),
      willBe: applied.passes(caller.after, callee.after, port, each?.sample),
    }));
    return (['allow', 'forbid'] as const).flatMap((kind): Change[] => {
      const some = verdicts.filter(({ was, is }) => (kind === 'allow' ? is && !was : was && !is));
      if (some.length === 0) return [];
      const labeled = (list: typeof verdicts) => list.flatMap(({ each }) => each ?? []);
      return [
        {
          kind,
          caller: caller.after,
          callee: callee.after,
          port,
          requests: describeSamples(labeled(some), labeled(verdicts)),
          needsDeletion: some.every(({ is, willBe }) => is !== willBe),
        },
      ];
    });
  });
}

/** One finding for callers and callees of which the same is true; where anybody may call, the others go without saying. */
function summarize(changes: readonly Change[], objects: readonly Difference<KubernetesObject>[]): Finding[] {
  const byCallee = Map.groupBy(changes, ({ kind, callee, port, requests, needsDeletion }) =>
    JSON.stringify([kind, objectId(callee), port, requests, needsDeletion]),
  );
  const described = [...byCallee.values()].map((group) => {
    const anybody = STRANGERS.filter((stranger) => group.some(({ caller }) => caller.name === stranger.name));
    const callers = anybody.length > 0 ? anybody : group.map(({ caller }) => caller);
    return { group, callers: callers.map(({ name }) => name) };
  });
  const alike = Map.groupBy(described, ({ group: [first], callers }) =>
    JSON.stringify([first!.kind, first!.port, first!.requests, first!.needsDeletion, callers]),
  );
  return [...alike.values()].map((several): Finding => {
    const group = several.flatMap((each) => each.group);
    const { kind, port, requests, needsDeletion } = group[0]!;
    const { callers } = several[0]!;
    const callees = several.map((each) => qualifiedName(each.group[0]!.callee));
    const where = `${showNames(callees)} on port ${port}${requests ? `: ${requests}` : ''}`;
    const explained = objects.filter((each) => isAbout(each, group));
    const stale = explained.filter((each) => each.before && !each.after);
    return {
      kind,
      certainty: needsDeletion ? 'may' : 'will',
      subject: `${callers.join(' ')} -> ${callees.join(' ')} ${port} ${requests}`,
      text: `${showNames(callers)} may ${kind === 'allow' ? 'newly call' : 'no longer call'} ${where}`,
      fields: explained.flatMap(({ fields }) => fields),
      items: explained.filter((each) => !each.before || !each.after),
      ...(needsDeletion && { consequences: listDeletions(stale) }),
    };
  });
}

/** Whether an object is a part of what lets a caller call, or keeps it from it. */
function isAbout({ before, after }: Difference<KubernetesObject>, changes: readonly Change[]): boolean {
  const object = after ?? before!;
  if (!FOLLOWING.has(groupKind(object))) return false;
  const callees = changes.map(({ callee }) => callee);
  const ends = [...callees, ...changes.flatMap(({ caller }) => caller.object ?? [])];
  return createPodFinder(groupKind(object) === POLICY ? callees : ends)(object).length > 0;
}

/** Policies that only report, and those that newly enforce what they reported. */
function listTrials(objects: readonly Difference<KubernetesObject>[]): Finding[] {
  const isTrial = (object: KubernetesObject) => findAuthorizationPolicies([object])[0]!.isDryRun;
  const policies = objects.flatMap((each) => {
    if (!each.after || groupKind(each.after) !== POLICY) return [];
    const [was, is] = [each.before && isTrial(each.before), isTrial(each.after)];
    return (is || was) && was !== is ? [{ each, was, is }] : [];
  });
  const alike = Map.groupBy(policies, ({ was, is }) => `${was} ${is}`);
  return [...alike.values()].map((group): Finding => {
    const { was, is } = group[0]!;
    const names = showNames(group.map(({ each }) => each.name));
    return {
      kind: is ? (was === undefined ? 'change' : 'weaken') : 'strengthen',
      subject: group.map(({ each }) => each.id).join(' '),
      text: is
        ? `a trial: ${names} only report what they would deny, and enforce nothing`
        : `a trial ends: ${names} enforce what they reported`,
      fields: group.flatMap(({ each }) => each.fields.filter(({ path }) => path[1] === 'annotations')),
      items: group.flatMap(({ each }) => (each.before ? [] : [each])),
    };
  });
}
