import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  type AuthorizationPolicySpecRules,
} from '../imports/security.istio.io';
import { GATEWAY_API_GROUP } from '../mesh/gateways';
import {
  gatewaySource,
  proxySources,
  toSources,
  type Identity,
  type ProxyIdentity,
  type Source,
} from '../model/plan/identities';
import type { NamespaceSettings } from '../model/schema/environment';
import { namesOfGatewaysIn, type NamespaceSlice, type PodsSlice } from './slices';

/** What a caller may do at a port of the container. */
interface Operation {
  readonly ports: string[];
  readonly methods?: string[];
  readonly paths?: string[];
}

/**
 * Who may call some pods: their callers, and no one if they have none. There is always a policy, as applying deletes none: one without
 * rules revokes what an earlier one allowed.
 */
export class AuthorizationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: PodsSlice) {
    const { namespace, namespaceSettings, own } = slice;
    super(scope, id, { namespace });
    if (namespaceSettings.authorization === 'off') return;
    const rules = renderRules(slice);
    const name = `${slice.name}-callers`;
    new AuthorizationPolicy(this, name, {
      metadata: { name, annotations: dryRunAnnotations(namespaceSettings) },
      spec: {
        selector: { matchLabels: { ...own.labels } },
        action: AuthorizationPolicySpecAction.ALLOW,
        ...(rules.length > 0 && { rules }),
      },
    });
  }
}

/** Who may call the Gateways of the Gateway API that run in one namespace: anyone, since who comes from outside has no identity. */
export class GatewayAuthorizationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: NamespaceSlice) {
    const { namespace, settings } = slice;
    super(scope, id, { namespace });
    if (settings.authorization === 'off') return;
    for (const gateway of namesOfGatewaysIn(slice))
      new AuthorizationPolicy(this, `${gateway}-gateway`, {
        metadata: { name: `${gateway}-gateway`, annotations: dryRunAnnotations(settings) },
        spec: {
          targetRefs: [{ group: GATEWAY_API_GROUP, kind: 'Gateway', name: gateway }],
          action: AuthorizationPolicySpecAction.ALLOW,
          rules: [{}],
        },
      });
  }
}

/** No one may call the workloads of one namespace. It comes after what allows callers, so that no declared call is denied meanwhile. */
export class AllowNothingChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, settings }: NamespaceSlice) {
    super(scope, id, { namespace });
    if (settings.authorization === 'off') return;
    new AuthorizationPolicy(this, 'allow-nothing', {
      metadata: { name: 'allow-nothing', annotations: dryRunAnnotations(settings) },
      spec: {},
    });
  }
}

/** `trial` reports what `on` would deny. AUDIT, the action, does nothing by itself: Istio's dry run is an annotation. */
function dryRunAnnotations({ authorization }: NamespaceSettings): Record<string, string> | undefined {
  return authorization === 'trial' ? { 'istio.io/dry-run': 'true' } : undefined;
}

/** One rule for each thing that can be done, with all who may do it. */
function renderRules({
  incoming,
  entries,
  environment,
  pods,
  byProxies,
}: PodsSlice): AuthorizationPolicySpecRules[] {
  const callers = new Map<
    string,
    { operation: Operation; identities: Identity[]; sources: Source[]; proxies: ProxyIdentity[] }
  >();
  const ruleFor = (operation: Operation) => {
    const key = JSON.stringify(operation);
    const rule = callers.get(key) ?? { operation, identities: [], sources: [], proxies: [] };
    callers.set(key, rule);
    return rule;
  };
  for (const { exposure, port } of entries)
    ruleFor({ ports: [`${port.targetPort}`] }).sources.push(gatewaySource(exposure, environment));
  for (const { caller, port, methods, paths } of incoming) {
    // Istio compares with the port of the connection, which is the container's, and not the Service's.
    const operation = {
      ports: [`${port.targetPort}`],
      ...(methods && { methods: [...methods] }),
      ...(paths && { paths: [...paths] }),
    };
    const { serviceAccount } = pods.get(caller.path)!;
    ruleFor(operation).identities.push({ namespace: caller.namespace, serviceAccount });
  }
  for (const { from, port } of byProxies) ruleFor({ ports: [`${port}`] }).proxies.push(...from);
  return [...callers.values()].map(({ operation, identities, sources, proxies }) => {
    const all = [...sources, ...proxySources(proxies, environment), ...toSources(identities, environment)];
    return { from: unique(all).map((source) => ({ source })), to: [{ operation }] };
  });
}

/** Each source once: a gateway may reach a port by several routes. */
function unique(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
