import type {
  AuthorizationPolicySpecRules as Rule,
  AuthorizationPolicySpecRulesFromSource as Source,
  AuthorizationPolicySpecRulesToOperation as Operation,
  AuthorizationPolicySpecRulesWhen as When,
} from '../../imports/security.istio.io';
import type { Manifest } from '../support';

/** A call as the sidecar of the pod that it reaches sees it. */
export interface Attempt {
  readonly to: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /** Identity of the caller. @default none: plaintext */
  readonly from?: { readonly namespace: string; readonly serviceAccount: string };
  /** Port of the container. */
  readonly port: number;
  /** What is asked for. @default nothing that the sidecar can read: the port carries TCP */
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly host?: string;
    /** By name in small letters. @default none */
    readonly headers?: Readonly<Record<string, string>>;
    /** Claims of the valid token that it carries. @default no token */
    readonly token?: Readonly<Record<string, string | readonly string[]>>;
  };
  /** @default cluster.local */
  readonly trustDomain?: string;
}

/** What a rule asks of one property of a call; `isOf` says whether the call has a value. */
interface Condition {
  readonly needsRequest?: true;
  readonly isOf: (value: string) => boolean;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/**
 * Whether the AuthorizationPolicies among rendered objects let a call pass, as Istio decides: one that denies comes first, then
 * one that allows, and where none that allows is for the pod, it passes. A dry run decides nothing.
 *
 * Source: Istio documentation, AuthorizationPolicy; istio/istio, pilot/pkg/security/authz/model.
 */
export function isAllowed(objects: readonly Manifest[], attempt: Attempt): boolean {
  const policies = objects
    .filter(({ kind, metadata: { annotations } }) => kind === 'AuthorizationPolicy' && !isDryRun(annotations))
    .filter(({ metadata, spec }) => {
      const { selector, targetRefs } = spec as {
        selector?: { matchLabels: Readonly<Record<string, string>> };
        targetRefs?: readonly { name: string }[];
      };
      const gateway = attempt.to.labels['gateway.networking.k8s.io/gateway-name'];
      if (targetRefs && !targetRefs.some(({ name }) => name === gateway)) return false;
      const isNear = [attempt.to.namespace, 'aks-istio-system'].includes(metadata.namespace ?? '');
      const wanted = Object.entries(selector?.matchLabels ?? {});
      return isNear && wanted.every(([key, value]) => attempt.to.labels[key] === value);
    });
  const matches = (action: string) => {
    const some = policies.filter(({ spec }) => ((spec as { action?: string }).action ?? 'ALLOW') === action);
    return some.map(({ metadata, spec }) =>
      ((spec as { rules?: Rule[] }).rules ?? []).some((rule) =>
        isMatch(rule, attempt, action, metadata.namespace),
      ),
    );
  };
  if (matches('CUSTOM').length > 0) throw new Error('CUSTOM is not evaluated');
  const allowing = matches('ALLOW');
  return !matches('DENY').includes(true) && (allowing.length === 0 || allowing.includes(true));
}

function isDryRun(annotations: Manifest['metadata']['annotations']): boolean {
  return annotations?.['istio.io/dry-run'] === 'true';
}

function isMatch(rule: Rule, attempt: Attempt, action: string, namespace = ''): boolean {
  for (const { source } of rule.from ?? []) demand('from.source', source);
  for (const { operation } of rule.to ?? []) demand('to.operation', operation);
  const from = (rule.from ?? [{}]).map(({ source = {} }) => conditionsOfSource(source, attempt, namespace));
  const to = (rule.to ?? [{}]).map(({ operation = {} }) => conditionsOfOperation(operation, attempt));
  const when = (rule.when ?? []).map((each) => conditionOfWhen(each, attempt));
  // On TCP, a rule that allows vanishes with its first condition on requests; one that denies loses the condition.
  const isLost = ({ needsRequest, values, notValues }: Condition) =>
    needsRequest && !attempt.request && (values ?? notValues) !== undefined;
  if (action === 'ALLOW' && [...from, ...to, when].flat().some(isLost)) return false;
  const holds = (condition: Condition) => {
    const { isOf, values = [], notValues = [] } = condition;
    return isLost(condition) || ((values.length === 0 || values.some(isOf)) && !notValues.some(isOf));
  };
  return from.some((all) => all.every(holds)) && to.some((all) => all.every(holds)) && when.every(holds);
}

function conditionsOfSource(source: Source, { from, request, trustDomain }: Attempt, near: string) {
  const { principals, notPrincipals, namespaces, notNamespaces, ...others } = source;
  const { requestPrincipals, notRequestPrincipals, serviceAccounts, notServiceAccounts, ...rest } = others;
  reject(rest);
  const own = trustDomain ?? 'cluster.local';
  const principal = from && `${own}/ns/${from.namespace}/sa/${from.serviceAccount}`;
  // `cluster.local` in a policy is the mesh's own trust domain, whatever that is.
  const isPrincipal = (value: string) => isLike(value.replace(/^cluster\.local\//, `${own}/`), principal);
  const isAccount = (value: string) =>
    from !== undefined &&
    (value.includes('/') ? value : `${near}/${value}`) === `${from.namespace}/${from.serviceAccount}`;
  const token = request?.token;
  const user = token?.iss && token.sub ? `${String(token.iss)}/${String(token.sub)}` : undefined;
  return [
    { isOf: isPrincipal, values: principals, notValues: notPrincipals },
    { isOf: isAccount, values: serviceAccounts, notValues: notServiceAccounts },
    {
      isOf: (value: string) => isLike(value, from?.namespace),
      values: namespaces,
      notValues: notNamespaces,
    },
    {
      needsRequest: true as const,
      isOf: (value: string) => isLike(value, user),
      values: requestPrincipals,
      notValues: notRequestPrincipals,
    },
  ] satisfies Condition[];
}

function conditionsOfOperation(operation: Operation, { port, request }: Attempt): Condition[] {
  const { ports, notPorts, methods, notMethods, paths, notPaths, hosts, notHosts, ...rest } = operation;
  reject(rest);
  const { method, path, host } = request ?? {};
  return [
    { isOf: (value) => value === `${port}`, values: ports, notValues: notPorts },
    { needsRequest: true, isOf: (value) => isLike(value, method), values: methods, notValues: notMethods },
    {
      needsRequest: true,
      // The query is no part of the path.
      isOf: (value) => isLike(value, path?.split('?')[0]),
      values: paths,
      notValues: notPaths,
    },
    {
      needsRequest: true,
      isOf: (value) => isLike(value.toLowerCase(), host?.toLowerCase()),
      values: hosts,
      notValues: notHosts,
    },
  ];
}

function conditionOfWhen({ key, values, notValues }: When, { request }: Attempt): Condition {
  const [, kind, name] = /^request\.(auth\.claims|headers)\[([^\]]+)\]$/.exec(key) ?? [];
  if (name === undefined) throw new Error(`the condition ${key} is not evaluated`);
  const of = kind === 'headers' ? request?.headers : request?.token;
  const stated = [of?.[name] ?? []].flat();
  return {
    needsRequest: true,
    isOf: (value) => stated.some((each) => isLike(value, each)),
    values,
    notValues,
  };
}

/** Whether a value is meant: `*` is any, at one end it is any start or end, and `{*}` is one segment of a path. */
function isLike(pattern: string, value: string | undefined): boolean {
  if (!value) return false;
  if (pattern.includes('{*}')) {
    const parts = pattern.split('{*}').map((part) => part.replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('[^/]+')}$`).test(value);
  }
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/** Istio takes no policy with a part that says nothing. Source: istio/istio, pkg/config/validation. */
function demand(name: string, part: object | undefined): void {
  const says = Object.values(part ?? {}).some((values: readonly string[]) => values.length > 0);
  if (!says) throw new Error(`${name} must not be empty`);
}

/** What is not read must not count as if it were not there. */
function reject(rest: object): void {
  if (Object.keys(rest).length > 0) throw new Error(`${Object.keys(rest).join(', ')} is not evaluated`);
}
