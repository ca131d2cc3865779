import { effectOf, type Effect } from '../../aks/new-resource';
import { listLeaves } from '../../objects/leaves';
import type { Difference, FieldChange } from '../differences';
import type { Comparison, Finding } from '../findings';
import { fieldName, listReferences } from '../references';
import { show, showChange } from '../show';

/** A resource of Azure that differs, with its type. */
interface Resource extends Difference {
  readonly type: string;
}

/** A leaf of a change, by its name in azurerm's schema. */
interface Leaf {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly change: FieldChange;
}

/** What a change of the stack destroys, makes anew, rotates, or changes in place. */
export function azureResources({ before, after, differences }: Comparison): Finding[] {
  const resources = differences.blocks
    .filter(isResource)
    .map((block) => ({ ...block, type: typeOf(block.id) }));
  const renamed = pairRenamed(resources, after.terraform);
  const changed = resources.filter((each) => each.before && each.after);
  const added = resources.filter((each) => !each.before && !renamed.has(each));
  const removed = resources.filter((each) => !each.after && !renamed.has(each));
  const [blocksBefore, blocksAfter] = [before, after].map(({ terraform }) => listBlocksOf(terraform));
  const isSame = (leaf: Leaf) => resolve(leaf.before, blocksBefore!) === resolve(leaf.after, blocksAfter!);
  const own = changed.map((resource) => ({
    resource,
    leaves: listChangedLeaves(resource).filter((leaf) => !isSame(leaf)),
  }));
  const anew = own.filter(({ resource, leaves }) => leaves.some((leaf) => isNew(effect(resource, leaf))));
  return [
    ...[...renamed]
      .filter(([{ after: kept }]) => kept)
      .map(([now, old]) => renameFinding(old, now, isMoved(now, after.terraform))),
    ...anew.map(({ resource, leaves }) => replacedFinding(resource, leaves, listBlocksOf(after.terraform))),
    ...own.flatMap(({ resource, leaves }) => rotationFindings(resource, leaves)),
    ...added.map((each): Finding => ({
      kind: 'add',
      subject: each.id,
      text: `creates ${each.name}`,
      items: [each],
    })),
    ...removed.map((each) => removedFinding(each, before.terraform, after.terraform)),
  ];
}

function isResource({ id }: Difference): boolean {
  return /^az(urerm|api|uread)_\w+\./.test(id);
}

const typeOf = (id: string) => id.slice(0, id.indexOf('.'));

/** The leaves of the changes of a resource; a block that comes or goes is all of its leaves. */
function listChangedLeaves({ fields }: Resource): Leaf[] {
  return fields.flatMap((change) => {
    const { path, before, after } = change;
    const sides = [before, after].map((side) =>
      side === undefined
        ? []
        : listLeaves(side).map((leaf) => [fieldName([...path, ...leaf.path]), leaf.value] as const),
    );
    const [old, now] = sides.map((side) => new Map<string, unknown>(side));
    const block = { field: fieldName(path), before, after, change };
    const leaves = [...new Set([...old!.keys(), ...now!.keys()])]
      .map((field) => ({ field, before: old!.get(field), after: now!.get(field), change }))
      .filter((leaf) => leaf.field !== block.field && leaf.before !== leaf.after);
    return [block, ...leaves];
  });
}

/** A value, or what a reference to another resource's argument stands for: another name of that resource changes nothing by itself. */
function resolve(value: unknown, blocks: ReadonlyMap<string, object>): unknown {
  const [, address, attribute] = /^\$\{([a-z]\w*\.\w+)\.(\w+)\}$/.exec(`${value as string}`) ?? [];
  const block = blocks.get(address ?? '') as Readonly<Record<string, unknown>> | undefined;
  const found = attribute === undefined ? undefined : block?.[attribute];
  return typeof found === 'string' ? found : value;
}

function effect({ type }: Pick<Resource, 'type'>, { field, before, after }: Leaf): Effect {
  return effectOf(type, field, before, after);
}

const isNew = (what: Effect) => what === 'replace' || what === 'may-replace';

function replacedFinding(
  resource: Resource,
  leaves: readonly Leaf[],
  blocks: ReadonlyMap<string, object>,
): Finding {
  const causes = leaves.filter((leaf) => isNew(effect(resource, leaf)));
  const isSure = causes.some((leaf) => effect(resource, leaf) === 'replace');
  const lost = new Set(leaves.map(({ field }) => field.split('.')[0]!));
  return {
    kind: 'destroy',
    certainty: isSure ? 'will' : 'may',
    subject: resource.id,
    text: `destroys ${resource.name} and makes it anew: ${causes.map((leaf) => `${leaf.field} ${showChange(leaf)}`).join(', ')}${stoppedBy(resource.after)}`,
    fields: causes.map(({ change }) => change),
    consequences: carriedOn(resource.id, lost, blocks, new Set([resource.id])),
  };
}

/** What a plan says of a resource that must not be destroyed. */
function stoppedBy(resource: object | undefined): string {
  const { lifecycle } = (resource ?? {}) as { lifecycle?: { prevent_destroy?: boolean } };
  return lifecycle?.prevent_destroy ? '; prevent_destroy ends the plan with an error' : '';
}

/**
 * The resources that are made anew with another one: a field that makes them anew takes an attribute of it that changes, or that is only
 * known once it is there again.
 */
function carriedOn(
  id: string,
  changed: ReadonlySet<string>,
  blocks: ReadonlyMap<string, object>,
  seen: Set<string>,
): Finding[] {
  const stated = blocks.get(id) ?? {};
  return [...blocks].flatMap(([other, block]): Finding[] => {
    if (seen.has(other)) return [];
    const by = listReferences(block as Readonly<Record<string, unknown>>).find(
      ({ to, attribute, field }) =>
        to === id &&
        (changed.has(attribute) || !Object.hasOwn(stated, attribute)) &&
        isNew(effectOf(typeOf(other), field, '', show(attribute))),
    );
    if (!by) return [];
    seen.add(other);
    return [
      {
        kind: 'destroy',
        subject: other,
        text: `destroys ${other} and makes it anew, as its ${by.field} is the ${by.attribute} of ${id}${stoppedBy(block)}`,
        consequences: carriedOn(other, new Set([by.field]), blocks, seen),
      },
    ];
  });
}

function rotationFindings(resource: Resource, leaves: readonly Leaf[]): Finding[] {
  const rotating = leaves.filter((leaf) => effect(resource, leaf) === 'rotate');
  const pool = resource.type === 'azurerm_kubernetes_cluster' ? 'default_node_pool.' : '';
  const rotation = listLeaves(resource.after).find(
    ({ path }) => fieldName(path) === `${pool}temporary_name_for_rotation`,
  );
  if (rotating.length === 0) return [];
  return [
    {
      kind: rotation ? 'outage' : 'refused',
      subject: resource.id,
      text: rotation
        ? `makes every node of ${resource.name} anew by way of a temporary pool, without draining them: ${describe(rotating)}`
        : `fails when it is applied, though the plan looks fine: ${describe(rotating)} of ${resource.name} needs ${pool}temporary_name_for_rotation`,
      fields: rotating.map(({ change }) => change),
    },
  ];
}

const describe = (leaves: readonly Leaf[]) =>
  leaves.map((leaf) => `${leaf.field} ${showChange(leaf)}`).join(', ');

type Terraform = Readonly<Record<string, unknown>>;

/** Every resource of a stack, by its address. */
function listBlocksOf({ resource = {} }: Terraform): ReadonlyMap<string, object> {
  return new Map(
    Object.entries(resource as Record<string, Record<string, object>>).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );
}

/** Whether a stack has a block of `moved` or `removed` that says where a resource went. */
function listOf(terraform: Terraform, block: string): readonly Readonly<Record<string, string>>[] {
  return [(terraform[block] ?? []) as Readonly<Record<string, string>>[]].flat();
}

/** Resources that come and go with equal content, and that no `moved` joins: both sides by the one that comes, and by the one that goes. */
function pairRenamed(resources: readonly Resource[], terraform: Terraform): Map<Resource, Resource> {
  const [come, gone] = [resources.filter((each) => !each.before), resources.filter((each) => !each.after)];
  const pairs = come.flatMap((now) => {
    const joined = listOf(terraform, 'moved').find(({ to }) => to === now.id)?.from;
    const old = gone.find((each) => each.id === joined) ?? gone.find((each) => isEqual(each, now));
    return old ? [[now, old] as const, [old, now] as const] : [];
  });
  return new Map(pairs);
}

function isEqual(old: Resource, now: Resource): boolean {
  const content = (block: object | undefined) => JSON.stringify({ ...block, '//': undefined });
  return old.type === now.type && content(old.before) === content(now.after);
}

function isMoved({ id }: Resource, terraform: Terraform): boolean {
  return listOf(terraform, 'moved').some(({ to }) => to === id);
}

function renameFinding(old: Resource, now: Resource, moved: boolean): Finding {
  if (moved)
    return {
      kind: 'change',
      subject: now.id,
      text: `moves ${old.name} to ${now.name}, which Terraform then changes in place`,
      items: [old, now],
    };
  return {
    kind: 'destroy',
    subject: now.id,
    text: `destroys ${old.name} and creates ${now.name}, which is the same under another name: without a moved block, Terraform takes it for another resource`,
    items: [old, now],
  };
}

function removedFinding(each: Resource, before: Terraform, after: Terraform): Finding {
  const isForgotten = listOf(after, 'removed').some(({ from }) => from === each.id);
  return {
    kind: isForgotten ? 'remove' : 'destroy',
    subject: each.id,
    text: isForgotten
      ? `leaves ${each.name} to itself: it stays in Azure, and Terraform forgets it`
      : `destroys ${each.name}${stoppedBy(listBlocksOf(before).get(each.id))}`,
    items: [each],
  };
}
