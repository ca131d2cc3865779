import { CONTROL_PLANE_NAMESPACE, ingressGatewayName } from '../mesh/gateways';
import {
  findAuthorizationPolicies,
  type AuthorizationPolicy,
  type PolicyRule,
} from './authorization-policies';
import { describeObject, filterKind } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';
import type { Proxies } from './proxies';
import { getSelector, getTargetRefs, labelKey, matchesLabels } from './selectors';

type Labels = Readonly<Record<string, string>>;

/** A port of some pods, and who calls it. */
export interface Attempt {
  readonly pods: KubernetesObject;
  /** Port of the container. */
  readonly port: number;
  readonly from: readonly Proxies[];
}

/** What keeps a caller out. */
export interface Refusal {
  readonly from: Proxies;
  /** The policies that are for the pods, in words: none of them lets the caller in. */
  readonly policies: string;
}

interface NetworkPolicySpec {
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly {
    readonly from?: readonly Peer[];
    readonly ports?: readonly { readonly port?: unknown }[];
  }[];
}

interface Peer {
  readonly namespaceSelector?: {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly unknown[];
  };
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly ipBlock?: object;
}

/**
 * Finds the callers that the AuthorizationPolicies or the NetworkPolicies for some pods certainly keep out: there are such policies,
 * and none of them can let the caller in. What a policy asks beside the caller and the port counts as given.
 *
 * Source: Istio documentation, AuthorizationPolicy; Kubernetes documentation, Network Policies.
 */
export function createRefusalFinder(objects: readonly KubernetesObject[]): (attempt: Attempt) => Refusal[] {
  const allowing = findAuthorizationPolicies(objects).filter(
    ({ object, action, isDryRun }) => action === 'ALLOW' && !isDryRun && getTargetRefs(object).length === 0,
  );
  const allowingAt = indexBySelector(allowing, ({ object }) => object);
  const entering = filterKind(objects, 'NetworkPolicy.networking.k8s.io').filter((policy) =>
    (getSpec<NetworkPolicySpec>(policy).policyTypes ?? ['Ingress']).includes('Ingress'),
  );
  const enteringAt = indexBySelector(entering, (object) => object);
  return ({ pods, port, from }) => {
    const allow = [...allowingAt(pods), ...allowingAt(pods, CONTROL_PLANE_NAMESPACE)];
    const enter = enteringAt(pods);
    const mayPass = allow.length === 0 ? () => true : createIdentityMatcher(allow, port);
    const mayEnter = enter.length === 0 ? () => true : createPeerMatcher(enter, port);
    return from.flatMap((each): Refusal[] => {
      if (!mayPass(each)) return [{ from: each, policies: describe(allow.map(({ object }) => object)) }];
      return mayEnter(each) ? [] : [{ from: each, policies: describe(enter) }];
    });
  };
}

function describe(policies: readonly KubernetesObject[]): string {
  return policies.map(describeObject).join(', ');
}

/** Finds the policies that select pods, by an index of what they select. */
function indexBySelector<Policy>(
  policies: readonly Policy[],
  objectOf: (policy: Policy) => KubernetesObject,
): (pods: KubernetesObject, namespace?: string) => Policy[] {
  const stated = policies.map((policy) => ({ policy, labels: getSelector(objectOf(policy))?.labels ?? {} }));
  const index = Map.groupBy(stated, ({ policy, labels }) =>
    labelKey(objectOf(policy).metadata.namespace, Object.entries(labels)[0]),
  );
  return (pods, namespace = pods.metadata.namespace) => {
    const own = getPodTemplate(pods)?.metadata?.labels ?? {};
    return [undefined, ...Object.entries(own)]
      .flatMap((label) => index.get(labelKey(namespace, label)) ?? [])
      .filter(({ labels }) => matchesLabels(own, labels))
      .map(({ policy }) => policy);
  };
}

/** Whether a policy may let some proxies in by their identity. */
function createIdentityMatcher(
  policies: readonly AuthorizationPolicy[],
  port: number,
): (proxies: Proxies) => boolean {
  const rules = policies.flatMap(({ object, rules: own }) =>
    own
      .filter((rule) => isForPort(rule, port))
      .map(({ from }) => ({ from, namespace: object.metadata.namespace })),
  );
  if (rules.some(({ from }) => !from?.length)) return () => true;
  const sources = rules.flatMap(({ from = [], namespace }) =>
    from.map(({ source = {} }) => ({ source, namespace })),
  );
  // By exact names, so that many callers and many sources do not meet each by each.
  const exact = new Set(
    sources.flatMap(({ source, namespace }) => [
      ...(source.namespaces ?? []).map((each) => `${each}/*`),
      ...(source.serviceAccounts ?? []).map((each) => (each.includes('/') ? each : `${namespace}/${each}`)),
    ]),
  );
  const accounted = new Set([...exact].map((each) => each.split('/')[0]!));
  const patterns = sources.flatMap(({ source }) => [
    ...(source.principals ?? []).map((each) => ({ each, of: principalOf })),
    ...(source.namespaces ?? [])
      .filter((each) => each.includes('*'))
      .map((each) => ({ each, of: ({ namespace }: Proxies) => [namespace] })),
  ]);
  const isOpen = sources.some(
    ({ source }) => !source.namespaces && !source.serviceAccounts && !source.principals,
  );
  return (proxies) => {
    const { namespace } = proxies;
    const accounts = accountsOf(proxies);
    return (
      isOpen ||
      exact.has(`${namespace}/*`) ||
      (accounts?.some((account) => exact.has(`${namespace}/${account}`)) ?? accounted.has(namespace)) ||
      patterns.some(({ each, of }) => of(proxies).some((value) => isLike(each, value)))
    );
  };
}

function isForPort({ to }: PolicyRule, port: number): boolean {
  if (!to?.length) return true;
  return to.some(({ operation = {} }) => {
    const { ports, notPorts } = operation;
    return (ports?.includes(`${port}`) ?? true) && !notPorts?.includes(`${port}`);
  });
}

/** The ServiceAccounts of proxies, as far as they are known. */
function accountsOf({ gateway, serviceAccounts }: Proxies): readonly string[] | undefined {
  return gateway ? [ingressGatewayName(gateway)] : serviceAccounts;
}

function principalOf(proxies: Proxies): string[] {
  const accounts = accountsOf(proxies) ?? ['*'];
  return accounts.map((account) => `cluster.local/ns/${proxies.namespace}/sa/${account}`);
}

/** Whether a pattern may mean a value, whatever the trust domain is. */
function isLike(pattern: string, value: string): boolean {
  const [wanted, stated] = [pattern, value].map((each) => each.replace(/^[^*/]+(?=\/ns\/)/, ''));
  if (wanted!.startsWith('*')) return stated!.endsWith(wanted!.slice(1));
  if (wanted!.endsWith('*')) return stated!.startsWith(wanted!.slice(0, -1));
  return wanted === stated || (stated!.endsWith('*') && wanted!.startsWith(stated!.slice(0, -1)));
}

/** Whether a policy may let the packets of some proxies in. */
function createPeerMatcher(
  policies: readonly KubernetesObject[],
  port: number,
): (proxies: Proxies) => boolean {
  const rules = policies.flatMap((policy) =>
    listObjects<NonNullable<NetworkPolicySpec['ingress']>[number]>(getSpec<NetworkPolicySpec>(policy).ingress)
      .filter(
        ({ ports }) =>
          !ports?.length || ports.some((each) => each.port === port || typeof each.port !== 'number'),
      )
      .map(({ from }) => ({ from, namespace: policy.metadata.namespace })),
  );
  if (rules.some(({ from }) => !from?.length)) return () => true;
  const peers = rules.flatMap(({ from = [], namespace }) =>
    from.filter(({ ipBlock }) => !ipBlock).map((peer) => ({ ...peer, near: namespace })),
  );
  const nameOf = ({ namespaceSelector, near }: (typeof peers)[number]) =>
    namespaceSelector ? namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] : near;
  const byNamespace = Map.groupBy(peers, (peer) => nameOf(peer) ?? '');
  return ({ namespace, labels }) =>
    ['', namespace]
      .flatMap((name) => byNamespace.get(name) ?? [])
      .some(({ podSelector }) =>
        Object.entries(podSelector?.matchLabels ?? {}).every(
          ([key, value]) => (labels[key] ?? value) === value,
        ),
      );
}
