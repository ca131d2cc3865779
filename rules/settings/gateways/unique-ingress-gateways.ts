import type { SettingRule } from '../../rule';

/** AKS runs at most one ingress gateway of each kind. */
export const uniqueIngressGateways: SettingRule = ({ mesh: { ingressGateways } }) =>
  new Set(ingressGateways).size === ingressGateways.length
    ? []
    : [
        {
          path: 'mesh.ingressGateways',
          value: ingressGateways,
          problem: 'names one gateway twice',
          fix: 'remove the second entry',
        },
      ];
