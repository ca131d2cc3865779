import { parseAllDocuments } from 'yaml';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A role, a binding or an account. */
export interface RightsObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly roleRef?: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects?: readonly object[];
}

/** The documented rights without one of them, for an account of its own. */
export interface Lessened {
  /** What is taken away. */
  readonly title: string;
  readonly user: string;
  readonly objects: readonly RightsObject[];
  /** What the user is to be told of. */
  readonly missing: RegExp;
}

/** The objects of the YAML on a page. */
export function rightsOf(page: string): RightsObject[] {
  const [, yaml] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  if (yaml === undefined) throw new Error('the page has no YAML');
  return parseAllDocuments(yaml).map((document) => document.toJS() as RightsObject);
}

/** Every way to take one resource, one verb or one namespace away. */
export function lessened(documented: readonly RightsObject[]): Lessened[] {
  const cases: Omit<Lessened, 'user'>[] = [];
  const add = (title: string, missing: RegExp, target: RightsObject, rules?: readonly Rule[]) => {
    const objects = documented.flatMap((object) =>
      object === target ? (rules ? [{ ...object, rules }] : []) : [object],
    );
    cases.push({ title, missing, objects });
  };
  for (const object of documented) {
    const { kind, metadata, rules = [] } = object;
    for (const rule of rules) {
      const isExec = rule.resources.includes('pods/exec');
      const other = rules.filter((each) => each !== rule);
      for (const resource of rule.resources) {
        const resources = rule.resources.filter((each) => each !== resource);
        if (!isExec)
          add(
            resource,
            exactly(resource),
            object,
            resources.length > 0 ? [...other, { ...rule, resources }] : other,
          );
      }
      for (const verb of rule.verbs) {
        const verbs = rule.verbs.filter((each) => each !== verb);
        if (isExec)
          add(`${verb} of pods/exec in ${metadata.namespace}`, execIn(metadata), object, [
            ...other,
            { ...rule, verbs },
          ]);
      }
    }
    if (kind === 'RoleBinding') add(`exec in ${metadata.namespace}`, execIn(metadata), object);
  }
  return cases.map((each, index) => ({ ...each, ...ownCopies(`verify-${index}`, each.objects) }));
}

function exactly(resource: string): RegExp {
  return new RegExp(`^${resource}$`);
}

function execIn({ namespace }: RightsObject['metadata']): RegExp {
  return new RegExp(`^exec in ${namespace}/`);
}

/** Objects under names of their own, bound to an account of their own. */
function ownCopies(user: string, objects: readonly RightsObject[]) {
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: user, namespace: 'default' },
  };
  const own = (name: string) => `${name}-${user}`;
  const subject = { kind: 'ServiceAccount', name: user, namespace: 'default' };
  const copies = objects.map(({ metadata, roleRef, subjects, ...object }) => ({
    ...object,
    metadata: { ...metadata, name: own(metadata.name) },
    ...(roleRef && { roleRef: { ...roleRef, name: own(roleRef.name) } }),
    ...(subjects && { subjects: [subject] }),
  }));
  return { user, objects: [account, ...copies] };
}
