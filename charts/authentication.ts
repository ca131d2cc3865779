import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  RequestAuthentication,
} from '../imports/security.istio.io';
import { GATEWAY_API_GROUP } from '../mesh/gateways';
import type { NamedEnvironment } from '../model/schema/environment';
import type { ExposedPort } from '../model/plan/exposures';
import type { IngressCall } from '../model/plan/call-graph';
import { gatewayProxies } from '../model/plan/gateway-proxies';
import { gatewaySource } from '../model/plan/identities';
import type { Jwt } from '../model/schema/exposure';
import type { PlacedWorkload } from '../model/plan/workloads';
import type { PodsByPath } from './pods';

export interface AuthenticationChartProps {
  /** Where the tokens of its entries are checked: the namespace of the workloads, or that of the gateways. */
  readonly namespace: string;
  /** Ways in whose requests need a token. */
  readonly entries: readonly (IngressCall & { readonly exposure: ExposedPort & { readonly jwt: Jwt } })[];
  readonly environment: NamedEnvironment;
  readonly pods: PodsByPath;
}

/**
 * Who the user is: a RequestAuthentication refuses a wrong token, and lets a request without one pass; a policy that denies
 * makes the token count. It denies what comes through the gateway: calls inside of the mesh have their own identity.
 */
export class AuthenticationChart extends NamespacedChart {
  constructor(
    scope: Construct,
    id: string,
    { namespace, entries, environment, pods }: AuthenticationChartProps,
  ) {
    super(scope, id, { namespace });
    for (const [{ exposure, callee }, ports] of groupByPolicy(entries)) {
      const isAtGateway = exposure.jwt.at === 'gateway';
      const name = nameOf(exposure, callee, namespace);
      const matchLabels = isAtGateway
        ? { ...gatewayProxies(exposure, environment).labels }
        : { ...pods.get(callee.path)!.labels };
      // Istio knows the pods of a Gateway of Kubernetes' API by its name. One of its own API can't be a target.
      const target =
        isAtGateway && environment.mesh.gatewayApi
          ? { targetRefs: [{ group: GATEWAY_API_GROUP, kind: 'Gateway', name: exposure.gateway }] }
          : { selector: { matchLabels } };
      new RequestAuthentication(this, `${name}-authentication`, {
        metadata: { name },
        spec: { ...target, jwtRules: exposure.jwt.issuers.map(renderJwtRule) },
      });
      const place = isAtGateway ? renderHosts(exposure) : { ports };
      const notPaths = exposure.jwt.open && [...exposure.jwt.open];
      const to = [{ operation: { ...place, ...(notPaths && { notPaths }) } }];
      const through = isAtGateway ? {} : gatewaySource(exposure, environment);
      const notRequestPrincipals = exposure.jwt.issuers.map(({ issuer }) => `${issuer}/*`);
      const isThrough = Object.keys(through).length > 0;
      new AuthorizationPolicy(this, `${name}-authorization`, {
        metadata: { name },
        spec: {
          ...target,
          action: AuthorizationPolicySpecAction.DENY,
          rules: [
            { from: [{ source: { ...through, notRequestPrincipals } }], to },
            ...Object.entries(exposure.jwt.claims ?? {}).map(([claim, values]) => ({
              ...(isThrough && { from: [{ source: through }] }),
              to,
              when: [{ key: `request.auth.claims[${claim}]`, notValues: [...values] }],
            })),
          ],
        },
      });
    }
  }
}

type EntryWithToken = AuthenticationChartProps['entries'][number];

/** The gateways of the whole cluster have the policies of all namespaces in one. */
function nameOf(exposure: EntryWithToken['exposure'], callee: PlacedWorkload, namespace: string): string {
  if (namespace !== exposure.namespace) return `${exposure.namespace}-${exposure.name}-token`;
  const isOwn = callee.name === exposure.service || exposure.jwt.at === 'gateway';
  return `${exposure.name}-${isOwn ? '' : `${callee.name}-`}token`;
}

/** Where a token is checked, with the ports: once a gateway for an exposed port, or once for each workload that it leads to. */
function groupByPolicy(entries: readonly EntryWithToken[]): [EntryWithToken, string[]][] {
  const alike = Map.groupBy(entries, ({ exposure, callee }) =>
    exposure.jwt.at === 'gateway' ? exposure.path : `${exposure.path} ${callee.path}`,
  );
  return [...alike.values()].map((group) => [
    group[0]!,
    [...new Set(group.map(({ port }) => `${port.targetPort}`))],
  ]);
}

function renderJwtRule({ issuer, jwksUri, jwks, audiences }: Jwt['issuers'][number]) {
  return {
    issuer,
    ...(jwksUri !== undefined && { jwksUri }),
    ...(jwks !== undefined && { jwks }),
    ...(audiences && { audiences: [...audiences] }),
    // The application may want to know who it is too.
    forwardOriginalToken: true,
  };
}

/** Hosts as the gateway sees them, with or without a port; `*` is stated too, as Istio refuses an operation that says nothing. */
function renderHosts({ hosts }: ExposedPort) {
  return { hosts: hosts.flatMap((host) => (host.startsWith('*') ? [host] : [host, `${host}:*`])) };
}
