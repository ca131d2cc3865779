import { listGatewaySettings } from '../../../model/plan/gateway-patches';
import type { SettingRule } from '../../rule';

/** Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const PROBE = ['port', 'protocol', 'request-path'] as const;

/**
 * A gateway that only nodes with a pod of it serve has no health probe of its own on port 80: such a probe takes the place
 * of Kubernetes' own, which says what nodes these are.
 */
export const gatewayLocalProbes: SettingRule = (environment) =>
  listGatewaySettings(environment).flatMap(({ settings: { annotations, externalTrafficPolicy }, path }) =>
    PROBE.map((part) => `service.beta.kubernetes.io/port_80_health-probe_${part}` as const)
      .filter((name) => externalTrafficPolicy === 'Local' && annotations[name] !== undefined)
      .map((name) => ({
        path: `${path}.annotations.${name}`,
        value: annotations[name],
        problem:
          "with externalTrafficPolicy 'Local' the load balancer must ask Kubernetes' own health check, which this replaces",
        fix: "take the annotation out, or set 'externalTrafficPolicy' to 'Cluster'",
      })),
  );
