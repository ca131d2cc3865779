import { gatewayProxyName, INGRESS_NAMESPACE, ingressGatewayName } from '../../../mesh/gateways';
import type { Plan } from '../../../model/plan';
import { findAuthorizationPolicies, listSources } from '../../../objects/authorization-policies';
import { findApiGateways } from '../../../objects/gateways';
import { filterKind, getNamespace, qualifiedName } from '../../../objects/identity';
import type { KubernetesObject } from '../../../objects/object';
import { createPatternFinder } from '../../../objects/patterns';
import type { ObjectRule } from '../../rule';

/** The trust domain by which a policy means that of the mesh, whatever it is called. Source: Istio documentation, Trust Domain Migration. */
const LOCAL = 'cluster.local';

/**
 * A caller that a policy names or excludes has an identity: its namespace is in the mesh, and its ServiceAccount is rendered, or
 * it is an ingress gateway. A name of nobody allows, denies and excludes nobody.
 */
export const callersExist: ObjectRule = (objects, environment) => {
  const { accounts, proxies } = listAccounts(objects, environment);
  const namespaces = new Set(accounts.map((account) => account.split('/')[0]!));
  const { trustDomain = LOCAL, trustDomainAliases = [] } = environment.mesh.config ?? {};
  const isAccount = createPatternFinder(accounts);
  const domains = new Set([LOCAL, trustDomain, ...trustDomainAliases]);
  const isPrincipal = createPatternFinder(
    [...domains].flatMap((domain) =>
      accounts.map((account) => `${domain}/ns/${account.replace('/', '/sa/')}`),
    ),
  );
  const describeGateways = (before: string, between: string) =>
    proxies.length > 0
      ? `; that of an ingress gateway is ${proxies.map((each) => `'${before}${each.replace('/', between)}'`).join(' or ')}`
      : '';
  return findAuthorizationPolicies(objects).flatMap((policy) =>
    listSources(policy).flatMap(({ kind, field, value }) => {
      const at = { object: policy.object, field, value };
      if (kind === 'namespaces' && !matchesAny(value, namespaces))
        return [
          {
            ...at,
            problem: describeNamespace(value, environment),
            fix: `name a namespace with a 'revision'; the ingress gateways that AKS runs are in '${INGRESS_NAMESPACE}'`,
          },
        ];
      const account = value.includes('/') ? value : `${getNamespace(policy.object)}/${value}`;
      if (kind === 'serviceAccounts' && !isAccount(account))
        return [
          {
            ...at,
            problem: describeAccount(account, environment),
            fix: `name a ServiceAccount of this environment as 'namespace/name'${describeGateways('', '/')}`,
          },
        ];
      if (kind !== 'principals' || isPrincipal(value)) return [];
      return [
        {
          ...at,
          problem: describePrincipal(value, domains, environment),
          fix: `name a ServiceAccount of this environment as '${LOCAL}/ns/NAMESPACE/sa/NAME', with a '*' only at the start or the end${describeGateways(`${LOCAL}/ns/`, '/sa/')}`,
        },
      ];
    }),
  );
};

/** Those who have an identity, as `namespace/name`; the ServiceAccount of the internal gateway of AKS is not documented. */
function listAccounts(objects: readonly KubernetesObject[], { namespaces, mesh }: Plan) {
  const inMesh = Object.keys(namespaces).filter((name) => namespaces[name]?.revision !== undefined);
  const isInMesh = new Set(inMesh);
  const proxies = [...findApiGateways(objects).keys()].map(gatewayProxyName);
  const external = `${INGRESS_NAMESPACE}/${ingressGatewayName('external')}`;
  const rendered = filterKind(objects, 'ServiceAccount').filter((each) => isInMesh.has(getNamespace(each)));
  // Every namespace comes with one.
  const defaults = inMesh.map((name) => `${name}/default`);
  return {
    accounts: [external, ...rendered.map(qualifiedName), ...proxies, ...defaults],
    proxies: mesh.gatewayApi ? proxies : [external, ...proxies],
  };
}

const NOBODY = 'so this is the name of no caller';

function describeNamespace(name: string, { namespaces }: Plan): string {
  return Object.hasOwn(namespaces, name)
    ? `'${name}' is outside of the mesh: its pods have no identity, ${NOBODY}`
    : `there is no such namespace in the mesh, ${NOBODY}`;
}

function describeAccount(account: string, environment: Plan): string {
  const [namespace = ''] = account.split('/');
  return environment.namespaces[namespace] && environment.namespaces[namespace].revision === undefined
    ? describeNamespace(namespace, environment)
    : `no such ServiceAccount is rendered, ${NOBODY}`;
}

function describePrincipal(principal: string, domains: ReadonlySet<string>, environment: Plan): string {
  if (principal.startsWith('spiffe://')) return `Istio adds 'spiffe://' itself, ${NOBODY}`;
  const [, domain, namespace, name] = /^([^*/]+|\*)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal) ?? [];
  if (domain === undefined) return `no identity of this environment matches, ${NOBODY}`;
  if (domain !== '*' && !domains.has(domain)) return `'${domain}' is no trust domain of the mesh, ${NOBODY}`;
  return describeAccount(`${namespace}/${name}`, environment);
}

/** Whether a name is that of a namespace; each `*` of it stands for any characters. Source: istio/istio, srcNamespaceGenerator. */
function matchesAny(pattern: string, namespaces: ReadonlySet<string>): boolean {
  if (!pattern.includes('*')) return namespaces.has(pattern);
  const parts = pattern.split('*').map((part) => part.replaceAll('.', String.raw`\.`));
  const regex = new RegExp(`^${parts.join('.*')}$`);
  return [...namespaces].some((namespace) => regex.test(namespace));
}
