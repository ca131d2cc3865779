import { ingressGatewayName, type IngressGateway } from '../../mesh/gateways';
import { compareRevisions } from '../../mesh/revisions';
import type { EnvironmentSettings } from '../schema/environment';
import { gatewayProxies, type GatewayRef } from './gateway-proxies';

/** Callers as the source of an AuthorizationPolicy's rule names them. */
export interface Source {
  readonly serviceAccounts?: string[];
  readonly principals?: string[];
  readonly namespaces?: string[];
  readonly notPrincipals?: string[];
}

/** A workload's identity. */
export interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Most entries of `serviceAccounts` in one source. Source: istio/istio 1.30.3, pkg/config/validation. */
const MAX_SERVICE_ACCOUNTS = 16;

/**
 * Sources for workloads: by ServiceAccount, whatever the trust domain; by principal where a revision of the cluster is older
 * than asm-1-25, which knows no `serviceAccounts`.
 *
 * Source: istio/istio 1.30.3, pkg/config/validation; Istio 1.25 release notes.
 */
export function toSources(
  identities: readonly Identity[],
  { mesh }: Pick<EnvironmentSettings, 'mesh'>,
): Source[] {
  // A source without names is everybody.
  if (identities.length === 0) return [];
  const isOld = mesh.revisions.some((revision) => compareRevisions(revision, 'asm-1-25') < 0);
  if (isOld) {
    const trustDomain = mesh.config?.trustDomain ?? 'cluster.local';
    return [
      {
        principals: identities.map(
          ({ namespace, serviceAccount }) => `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
        ),
      },
    ];
  }
  const names = identities.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
  return Array.from({ length: Math.ceil(names.length / MAX_SERVICE_ACCOUNTS) }, (_, index) => ({
    serviceAccounts: names.slice(index * MAX_SERVICE_ACCOUNTS, (index + 1) * MAX_SERVICE_ACCOUNTS),
  }));
}

/**
 * The source for an ingress gateway. With the Gateway API, its ServiceAccount is that of the namespace's own Gateway. Of those
 * that AKS runs, the ServiceAccount of the external one is in public manifests; that of the internal one does not, so it stands
 * for whatever else runs in their namespace.
 */
export function gatewaySource(ref: GatewayRef, environment: Pick<EnvironmentSettings, 'mesh'>): Source {
  const { namespace, service } = gatewayProxies(ref, environment);
  if (!environment.mesh.gatewayApi && ref.gateway === 'internal')
    return {
      namespaces: [namespace],
      notPrincipals: [`*/ns/${namespace}/sa/${ingressGatewayName('external')}`],
    };
  return toSources([{ namespace, serviceAccount: service }], environment)[0]!;
}

/** Proxies as policies name them. */
export interface ProxyIdentity {
  readonly namespace: string;
  /** @default any of the namespace */
  readonly serviceAccounts?: readonly string[];
  /** The ingress gateway that AKS runs, where they are one. @default none */
  readonly gateway?: IngressGateway;
}

/** The sources for proxies: by ServiceAccount, or whole namespaces, whatever runs there. */
export function proxySources(
  proxies: readonly ProxyIdentity[],
  { mesh }: Pick<EnvironmentSettings, 'mesh'>,
): Source[] {
  const gateways = new Set(proxies.flatMap(({ gateway }) => gateway ?? []));
  const named = proxies.flatMap(({ namespace, serviceAccounts = [] }) =>
    serviceAccounts.map((serviceAccount) => ({ namespace, serviceAccount })),
  );
  const whole = proxies.filter(({ gateway, serviceAccounts }) => !gateway && !serviceAccounts);
  const namespaces = [...new Set(whole.map(({ namespace }) => namespace))];
  const ofAks = { mesh: { ...mesh, gatewayApi: false } };
  return [
    ...[...gateways].map((gateway) => gatewaySource({ namespace: '', gateway }, ofAks)),
    ...(namespaces.length > 0 ? [{ namespaces }] : []),
    ...toSources(uniqueIdentities(named), { mesh }),
  ];
}

function uniqueIdentities(identities: readonly Identity[]): Identity[] {
  return [...new Map(identities.map((each) => [`${each.namespace}/${each.serviceAccount}`, each])).values()];
}
