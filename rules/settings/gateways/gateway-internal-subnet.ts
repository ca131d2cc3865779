import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

const SUBNET = 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet';

/** Only the internal gateway has its address from a subnet. Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24. */
export const gatewayInternalSubnet: SettingRule = (environment) =>
  listGatewaySettings(environment)
    .filter(({ gateway, settings }) => gateway === 'external' && settings.annotations[SUBNET] !== undefined)
    .map(({ settings, path }) => ({
      path: `${path}.annotations.${SUBNET}`,
      value: settings.annotations[SUBNET],
      problem: 'the external gateway has a public address, not one of a subnet',
      fix: `remove the annotation, or set it under '${path.replace(/external$/, 'internal')}'`,
    }));
