import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

/** Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const PROBE = ['port', 'protocol', 'request-path'] as const;

/**
 * A gateway with `externalTrafficPolicy` Local has no health probe settings for port 80: they would replace Kubernetes' own
 * health check, which says which nodes run the gateway.
 */
export const gatewayLocalProbes: SettingRule = (environment) =>
  listGatewaySettings(environment).flatMap(({ settings: { annotations, externalTrafficPolicy }, path }) =>
    PROBE.map((part) => `service.beta.kubernetes.io/port_80_health-probe_${part}` as const)
      .filter((name) => externalTrafficPolicy === 'Local' && annotations[name] !== undefined)
      .map((name) => ({
        path: `${path}.annotations.${name}`,
        value: annotations[name],
        problem:
          "with externalTrafficPolicy 'Local' the load balancer must use Kubernetes' own health check, which this replaces",
        fix: "remove the annotation, or set 'externalTrafficPolicy' to 'Cluster'",
      })),
  );
