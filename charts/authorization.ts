import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  type AuthorizationPolicySpecRules,
} from '../imports/security.istio.io';
import { GATEWAY_API_GROUP, type IngressGateway } from '../mesh/gateways';
import type { NamedEnvironment } from '../model/schema/environment';
import { partitionGraph, type CallGraph } from '../model/plan/call-graph';
import { gatewaySource, toSources, type Identity, type Source } from '../model/plan/identities';
import type { PlacedWorkload } from '../model/plan/workloads';
import type { PodsByPath } from './pods';

export interface AuthorizationChartProps {
  readonly namespace: string;
  /** `trial` reports what `on` would refuse. */
  readonly mode: 'trial' | 'on';
  readonly graph: CallGraph;
  readonly environment: NamedEnvironment;
  readonly pods: PodsByPath;
  /** Gateways of the Gateway API that run in the namespace. @default none */
  readonly gateways?: readonly IngressGateway[];
}

/** What a caller may do at a port of the container. */
interface Operation {
  readonly ports: string[];
  readonly methods?: string[];
  readonly paths?: string[];
}

/**
 * Who may call the workloads of one namespace: for each that is called, its callers; and nothing else. The policy that
 * allows nothing comes last, so that no declared call is refused while the file is applied.
 */
export class AuthorizationChart extends NamespacedChart {
  constructor(scope: Construct, id: string, props: AuthorizationChartProps) {
    super(scope, id, { namespace: props.namespace });
    const { namespace, mode, graph, pods, gateways = [] } = props;
    // AUDIT, the action, does nothing by itself: Istio's dry run is an annotation.
    const annotations = mode === 'trial' ? { 'istio.io/dry-run': 'true' } : undefined;
    const graphOf = partitionGraph(graph, ({ path }) => path);
    for (const callee of graph.workloads.filter((each) => each.namespace === namespace)) {
      const rules = renderRules(callee, { ...props, graph: graphOf(callee.path) });
      if (rules.length === 0) continue;
      const name = `${callee.name}-callers`;
      new AuthorizationPolicy(this, name, {
        metadata: { name, annotations },
        spec: {
          selector: { matchLabels: { ...pods.get(callee.path)!.labels } },
          action: AuthorizationPolicySpecAction.ALLOW,
          rules,
        },
      });
    }
    // What allows nothing is for the pods of these gateways too, and who comes from outside has no identity.
    for (const gateway of gateways)
      new AuthorizationPolicy(this, `${gateway}-gateway`, {
        metadata: { name: `${gateway}-gateway`, annotations },
        spec: {
          targetRefs: [{ group: GATEWAY_API_GROUP, kind: 'Gateway', name: gateway }],
          action: AuthorizationPolicySpecAction.ALLOW,
          rules: [{}],
        },
      });
    new AuthorizationPolicy(this, 'allow-nothing', {
      metadata: { name: 'allow-nothing', annotations },
      spec: {},
    });
  }
}

/** One rule for each thing that can be done, with all who may do it. */
function renderRules(
  callee: PlacedWorkload,
  { graph, environment, pods }: AuthorizationChartProps,
): AuthorizationPolicySpecRules[] {
  const callers = new Map<string, { operation: Operation; identities: Identity[]; sources: Source[] }>();
  const ruleFor = (operation: Operation) => {
    const key = JSON.stringify(operation);
    const rule = callers.get(key) ?? { operation, identities: [], sources: [] };
    callers.set(key, rule);
    return rule;
  };
  for (const { exposure, port } of graph.entries.filter((entry) => entry.callee.path === callee.path))
    ruleFor({ ports: [`${port.targetPort}`] }).sources.push(gatewaySource(exposure, environment));
  for (const { caller, port, methods, paths } of graph.calls.filter(
    (call) => call.callee.path === callee.path,
  )) {
    // Istio compares with the port of the connection, which is the container's, and not the Service's.
    const operation = {
      ports: [`${port.targetPort}`],
      ...(methods && { methods: [...methods] }),
      ...(paths && { paths: [...paths] }),
    };
    const { serviceAccount } = pods.get(caller.path)!;
    ruleFor(operation).identities.push({ namespace: caller.namespace, serviceAccount });
  }
  return [...callers.values()].map(({ operation, identities, sources }) => ({
    from: [...sources, ...toSources(identities, environment)].map((source) => ({ source })),
    to: [{ operation }],
  }));
}
