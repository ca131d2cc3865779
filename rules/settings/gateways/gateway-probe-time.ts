import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

/** Azure accepts less. Source: cloud-provider-azure, pkg/provider/azure_loadbalancer_healthprobe.go. */
const MAX_SECONDS = 120;

/** Health probes of a gateway's port take a node out of use in less time than Azure's limit. */
export const gatewayProbeTime: SettingRule = (environment) =>
  listGatewaySettings(environment).flatMap(({ settings: { annotations }, path }) =>
    ([80, 443] as const).flatMap((port) => {
      const probe = `service.beta.kubernetes.io/port_${port}_health-probe` as const;
      const {
        [`${probe}_interval` as const]: interval = '5',
        [`${probe}_num-of-probe` as const]: count = '2',
      } = annotations;
      if (Number(interval) * Number(count) < MAX_SECONDS) return [];
      return [
        {
          path: `${path}.annotations.${probe}_interval`,
          value: interval,
          problem: `with ${count} probes this is ${Number(interval) * Number(count)} seconds, and Azure accepts only less than ${MAX_SECONDS}`,
          fix: `lower it, or '${probe}_num-of-probe'`,
        },
      ];
    }),
  );
