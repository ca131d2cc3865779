import { isKind } from '../../objects/identity';
import { findAuthorizationPolicies, type AuthorizationPolicy } from '../../objects/authorization-policies';
import type { KubernetesObject } from '../../objects/object';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { showNames } from '../show';

/** Which requests from outside need a token no longer, or newly. */
export function tokens({ differences }: Comparison): Finding[] {
  return differences.objects.flatMap((each): Finding[] => {
    const object = (each.after ?? each.before)!;
    if (isKind(object, 'RequestAuthentication.security.istio.io')) return issuers(each);
    const [old, now] = [each.before, each.after].map(tokenPolicy);
    if (!old && !now) return [];
    const stale = !each.after;
    if (!old || !now)
      return [
        {
          kind: now ? 'close' : 'open',
          certainty: stale ? 'may' : 'will',
          subject: each.id,
          text: now
            ? `requests need a token: ${describe(now)} (${each.name})`
            : `requests need no token any more: ${describe(old!)}, once ${each.name} is deleted, as applying deletes nothing`,
          items: [each],
        },
      ];
    const [was, is] = [openPaths(old), openPaths(now)];
    const opened = is.filter((path) => !was.includes(path));
    const closed = was.filter((path) => !is.includes(path));
    const fields = each.fields.filter(({ path }) => path[1] === 'rules');
    const finding = (kind: 'open' | 'close', paths: readonly string[]): Finding[] =>
      paths.length === 0
        ? []
        : [
            {
              kind,
              subject: `${each.id} ${paths.join(' ')}`,
              text: `${showNames(paths)} ${kind === 'open' ? 'need no token any more' : 'need a token'}: ${describe(now)}`,
              fields,
            },
          ];
    return [...finding('open', opened), ...finding('close', closed)];
  });
}

function tokenPolicy(object: KubernetesObject | undefined): AuthorizationPolicy | undefined {
  const [policy] = object ? findAuthorizationPolicies([object]) : [];
  return policy?.action === 'DENY' && JSON.stringify(policy.rules).includes('notRequestPrincipals')
    ? policy
    : undefined;
}

const operationsOf = ({ rules }: AuthorizationPolicy) =>
  rules.flatMap(({ to = [] }) => to.map(({ operation = {} }) => operation));

function openPaths(policy: AuthorizationPolicy): string[] {
  return [
    ...new Set(
      operationsOf(policy).flatMap(({ notPaths = [], notMethods = [] }) => [...notPaths, ...notMethods]),
    ),
  ];
}

function describe(policy: AuthorizationPolicy): string {
  const places = operationsOf(policy).flatMap(({ hosts = [], ports = [] }) =>
    hosts.length > 0 ? hosts.filter((host) => !host.endsWith(':*')) : ports.map((port) => `port ${port}`),
  );
  return showNames(places);
}

function issuers(each: Difference<KubernetesObject>): Finding[] {
  if (!each.before || !each.after)
    return [
      {
        kind: 'change',
        subject: each.id,
        text: each.after
          ? `${each.name} checks tokens`
          : `${each.name} is no longer rendered, and stays in the cluster until it is deleted`,
        items: [each],
      },
    ];
  const list = (object: KubernetesObject) =>
    ((object.spec as { jwtRules?: { issuer: string }[] }).jwtRules ?? []).map(({ issuer }) => issuer);
  const [was, is] = [list(each.before), list(each.after)];
  const added = is.filter((issuer) => !was.includes(issuer));
  const removed = was.filter((issuer) => !is.includes(issuer));
  const finding = (kind: 'open' | 'close', names: readonly string[]): Finding[] =>
    names.length === 0
      ? []
      : [
          {
            kind,
            subject: `${each.id} ${names.join(' ')}`,
            text: `tokens of ${showNames(names)} are ${kind === 'open' ? 'accepted' : 'no longer accepted'} (${each.name})`,
            fields: each.fields,
          },
        ];
  return [...finding('open', added), ...finding('close', removed)];
}
