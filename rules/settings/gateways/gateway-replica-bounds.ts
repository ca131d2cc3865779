import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

/** The upper bound of an ingress gateway's autoscaler is not below its lower bound. */
export const gatewayReplicaBounds: SettingRule = (environment) =>
  listGatewaySettings(environment).flatMap(({ settings: { replicas }, path }) =>
    replicas && replicas.max < replicas.min
      ? [
          {
            path: `${path}.replicas`,
            value: replicas,
            problem: "'max' is less than 'min'",
            fix: "raise 'max' or lower 'min'",
          },
        ]
      : [],
  );
