import type { AuthorizationPolicy, PolicyRule } from './authorization-policies';

/** A request or a connection, as the sidecar of the pod that it reaches sees it. */
export interface Access {
  /** Port of the container. */
  readonly port: number;
  /** Identity of the caller. @default none: plaintext */
  readonly from?: { readonly namespace: string; readonly serviceAccount: string };
  /** What is asked for. @default nothing that the sidecar can read: the port carries TCP */
  readonly request?: { readonly method: string; readonly path: string; readonly host: string };
}

type Values = Readonly<Record<string, readonly string[] | undefined>>;

/** Fields of a rule that only requests have. */
const NEEDS_REQUEST = ['methods', 'paths', 'hosts', 'requestPrincipals'];

/**
 * Whether the policies that are for some pods let an access pass, as Istio decides: one that denies comes first, then one that allows;
 * where none that allows is for them, it passes. A dry run decides nothing. What depends on more than the caller, the port and the
 * request (addresses, tokens, `when`, CUSTOM) is taken as it lets most pass, as this says who may call at all.
 *
 * Source: Istio documentation, AuthorizationPolicy; istio/istio 1.30.3, pilot/pkg/security/authz/model.
 */
export function isAuthorized(policies: readonly AuthorizationPolicy[], access: Access): boolean {
  const enforced = policies.filter(({ isDryRun }) => !isDryRun);
  const isAny = (policy: AuthorizationPolicy) => policy.rules.some((rule) => matches(rule, access, policy));
  if (enforced.some((policy) => policy.action === 'DENY' && isAny(policy))) return false;
  const allowing = enforced.filter(({ action }) => action === 'ALLOW');
  return allowing.length === 0 || allowing.some(isAny);
}

function matches(
  { from = [{}], to = [{}], when = [] }: PolicyRule,
  access: Access,
  { action, object }: AuthorizationPolicy,
): boolean {
  const denies = action === 'DENY';
  const namespace = object.metadata.namespace ?? '';
  if (denies && when.length > 0) return false;
  return (
    from.some(({ source = {} }) => matchesAll(source, access, denies, namespace)) &&
    to.some(({ operation = {} }) => matchesAll(operation, access, denies, namespace))
  );
}

/** Whether every field of a source or an operation matches; one that is not decided does where it allows. */
function matchesAll(fields: Values, access: Access, denies: boolean, namespace: string): boolean {
  return Object.entries(fields).every(([field, values = []]) => {
    const isNot = /^not[A-Z]/.test(field);
    const name = isNot ? field[3]!.toLowerCase() + field.slice(4) : field;
    // On TCP, a rule that allows vanishes with its first field of requests, and one that denies loses the field.
    if (NEEDS_REQUEST.includes(name) && !access.request) return denies;
    const test = TESTS[name];
    if (!test) return !denies;
    return values.some((value) => test(value, access, namespace)) !== isNot || values.length === 0;
  });
}

type Test = (value: string, access: Access, namespace: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  principals: (value, { from }) =>
    // `cluster.local` in a policy is the mesh's own trust domain, and one of another mesh has no workload here.
    isLike(value.replace(/^[^*/]*\//, ''), from && `ns/${from.namespace}/sa/${from.serviceAccount}`),
  serviceAccounts: (value, { from }, namespace) =>
    from !== undefined &&
    (value.includes('/') ? value : `${namespace}/${value}`) === `${from.namespace}/${from.serviceAccount}`,
  namespaces: (value, { from }) => isLike(value, from?.namespace),
  ports: (value, { port }) => value === `${port}`,
  methods: (value, { request }) => isLike(value, request?.method),
  paths: (value, { request }) => isLike(value, request?.path),
  hosts: (value, { request }) => isLike(value.toLowerCase(), request?.host),
};

/**
 * Whether a value is meant: `*` is any, at one end it is any start or end, `{*}` is one segment of a path and `{**}` any number of them.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/matcher.
 */
export function isLike(pattern: string, value: string | undefined): boolean {
  if (!value) return false;
  if (pattern.includes('{*')) {
    const parts = pattern
      .split(/(\{\*\*?\})/)
      .map((part) =>
        part === '{*}'
          ? '[^/]+'
          : part === '{**}'
            ? '.*'
            : part.replaceAll(/[.+?^$()|[\]\\{}*]/g, String.raw`\$&`),
      );
    return new RegExp(`^${parts.join('')}$`).test(value);
  }
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}
