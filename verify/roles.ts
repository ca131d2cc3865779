import { getApiGroup, type Kind } from '../objects/identity';
import type { Cluster, DesiredState } from './check';
import { CHECKS } from '.';
import { resourceName } from './kinds';
import { POD } from './pods';

/** Name of the roles, of their bindings and of the group that they are bound to. */
const NAME = 'mesh-verifier';

const DEPLOYMENT: Kind = { apiVersion: 'apps/v1', kind: 'Deployment' };

/** What checks ask of a cluster. */
interface Asked {
  readonly kinds: readonly Kind[];
  /** Namespaces in whose pods a command is run. */
  readonly execs: readonly string[];
}

/**
 * The minimal roles for the checks of an environment, with their bindings: what the checks request from a cluster that has nothing.
 */
export async function buildRoles(desired: DesiredState, names: readonly string[]): Promise<object[]> {
  const { kinds, execs } = await askedBy(desired, names);
  const rules = [...new Set(kinds.map(getApiGroup))].toSorted().map((group) => ({
    apiGroups: [group],
    resources: [...new Set(kinds.filter((kind) => getApiGroup(kind) === group).map(resourceName))].toSorted(),
    verbs: ['list'],
  }));
  const exec = [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] }];
  return [
    ...(rules.length > 0 ? [role('ClusterRole', {}, rules), binding('ClusterRole', {})] : []),
    // Kubernetes 1.35 requires both verbs before it opens the connection.
    ...execs.flatMap((namespace) => [role('Role', { namespace }, exec), binding('Role', { namespace })]),
  ];
}

async function askedBy(desired: DesiredState, names: readonly string[]): Promise<Asked> {
  const kinds: Kind[] = [];
  const execs = new Set<string>();
  const nothing: Cluster = {
    version: async () => '',
    list: async (kind) => {
      kinds.push(kind);
      return [];
    },
    exec: async (_, namespace) => {
      kinds.push(DEPLOYMENT, POD);
      execs.add(namespace);
      return '';
    },
    httpGet: async () => '',
    certificate: async () => '',
  };
  for (const name of names)
    for (const expectation of CHECKS[name]!.expectations(desired))
      if ('actual' in expectation) await expectation.actual(nothing);
  return { kinds, execs: [...execs] };
}

function role(kind: 'ClusterRole' | 'Role', metadata: object, rules: readonly object[]) {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: NAME, ...metadata }, rules };
}

function binding(kind: 'ClusterRole' | 'Role', metadata: object) {
  const apiGroup = 'rbac.authorization.k8s.io';
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: `${kind}Binding`,
    metadata: { name: NAME, ...metadata },
    roleRef: { apiGroup, kind, name: NAME },
    subjects: [{ apiGroup, kind: 'Group', name: `${NAME}s` }],
  };
}
