import { listGatewaySettings, type PlacedGatewaySettings } from '../../../model/plan/gateway-settings';
import type { SettingRule } from '../../rule';

const AZURE = 'service.beta.kubernetes.io/azure';
const ADDRESSES = [`${AZURE}-load-balancer-ipv4`, `${AZURE}-pip-name`] as const;
const GROUP = `${AZURE}-load-balancer-resource-group`;

/**
 * No two gateways have one address: each listens on 15021, beside 80 and 443, and Azure gives a port of an address to one Service.
 *
 * Source: cloud-provider-azure documentation, Sharing IP address across multiple services; istio/istio 1.30.3, deploymentcontroller.go, extractServicePorts.
 */
export const uniqueGatewayAddresses: SettingRule = (environment) => {
  const first = new Map<string, PlacedGatewaySettings>();
  return listGatewaySettings(environment).flatMap((placed) => {
    const { annotations } = placed.settings;
    return ADDRESSES.flatMap((name) => {
      const value = annotations[name];
      if (value === undefined) return [];
      const group = name.endsWith('pip-name') ? annotations[GROUP] : undefined;
      // Azure compares names without regard to case.
      const key = [name, value, group].join(' ').toLowerCase();
      const elsewhere = first.get(key);
      if (!elsewhere) {
        first.set(key, placed);
        return [];
      }
      return [
        {
          path: `${placed.path}.annotations.${name}`,
          value,
          problem: `is the address of '${elsewhere.path}' too: both listen on the same ports, and Azure gives a port of an address to one Service`,
          fix: 'give each gateway an address of its own, or expose all of it in one namespace',
        },
      ];
    });
  });
};
