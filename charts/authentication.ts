import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  RequestAuthentication,
} from '../imports/security.istio.io';
import { GATEWAY_API_GROUP, INGRESS_NAMESPACE } from '../mesh/gateways';
import type { IngressCall } from '../model/plan/call-graph';
import { gatewayProxies } from '../model/plan/gateway-proxies';
import type { Jwt } from '../model/schema/exposure';
import type { PlacedWorkload } from '../model/plan/workloads';
import type { EnvironmentSlice, NamespaceSlice, WorkloadSlice } from './slices';
import { renderTokenRules, type ExposureWithToken } from './token-rules';

/** A call through a gateway whose requests need a token. */
type EntryWithToken = IngressCall & { readonly exposure: ExposureWithToken };

/** Tokens that the sidecars of one workload check. */
export class AuthenticationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, graph, environment, pods }: WorkloadSlice) {
    super(scope, id, { namespace });
    const entries = graph.entries.filter(hasToken).filter(({ exposure }) => exposure.jwt.at === 'workload');
    renderPolicies(this, { namespace, entries, environment, pods });
  }
}

/** Tokens that the Gateways of the Gateway API in one namespace check. */
export class GatewayAuthenticationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, graph, environment, pods }: NamespaceSlice) {
    super(scope, id, { namespace });
    if (!environment.mesh.gatewayApi) return;
    renderPolicies(this, { namespace, entries: graph.entries.filter(isCheckedAtGateway), environment, pods });
  }
}

/** Tokens that the ingress gateways of the whole cluster check. */
export class IngressAuthenticationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { environment, pods }: EnvironmentSlice) {
    const namespace = INGRESS_NAMESPACE;
    super(scope, id, { namespace });
    if (environment.mesh.gatewayApi) return;
    const entries = environment.graph.entries.filter(isCheckedAtGateway);
    renderPolicies(this, { namespace, entries, environment, pods });
  }
}

function hasToken(entry: IngressCall): entry is EntryWithToken {
  return entry.exposure.jwt !== undefined;
}

function isCheckedAtGateway(entry: IngressCall): entry is EntryWithToken {
  return entry.exposure.jwt?.at === 'gateway';
}

interface Policies extends Pick<EnvironmentSlice, 'environment' | 'pods'> {
  /** Where the tokens are checked: the namespace of the workloads, or that of the gateways. */
  readonly namespace: string;
  readonly entries: readonly EntryWithToken[];
}

/**
 * Who the user is: a RequestAuthentication rejects an invalid token, and allows a request without one; a DENY policy makes the
 * token required. It applies to what comes through the gateway: calls inside the mesh have their own identity.
 */
function renderPolicies(chart: NamespacedChart, { namespace, entries, environment, pods }: Policies): void {
  for (const [{ exposure, callee }, ports] of groupByPolicy(entries)) {
    const isAtGateway = exposure.jwt.at === 'gateway';
    const name = policyName(exposure, callee, namespace);
    const matchLabels = isAtGateway
      ? { ...gatewayProxies(exposure, environment).labels }
      : { ...pods.get(callee.path)!.labels };
    // Istio knows the pods of a Gateway of Kubernetes' API by its name. Istio's own Gateway cannot be a target.
    const target =
      isAtGateway && environment.mesh.gatewayApi
        ? { targetRefs: [{ group: GATEWAY_API_GROUP, kind: 'Gateway', name: exposure.gateway }] }
        : { selector: { matchLabels } };
    new RequestAuthentication(chart, `${name}-authentication`, {
      metadata: { name },
      spec: { ...target, jwtRules: exposure.jwt.issuers.map(renderJwtRule) },
    });
    new AuthorizationPolicy(chart, `${name}-authorization`, {
      metadata: { name },
      spec: {
        ...target,
        action: AuthorizationPolicySpecAction.DENY,
        rules: renderTokenRules(exposure, ports, environment),
      },
    });
  }
}

/** The gateways of the whole cluster have the policies of all namespaces in one. */
function policyName(exposure: EntryWithToken['exposure'], callee: PlacedWorkload, namespace: string): string {
  if (namespace !== exposure.namespace) return `${exposure.namespace}-${exposure.name}-token`;
  const isOwn = callee.name === exposure.service || exposure.jwt.at === 'gateway';
  return `${exposure.name}-${isOwn ? '' : `${callee.name}-`}token`;
}

/** Where a token is checked, with the ports: once a gateway for an exposed port, or once for each workload that it routes to. */
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
