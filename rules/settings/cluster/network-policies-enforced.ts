import type { SettingRule } from '../../rule';

/** Without an engine, the cluster takes NetworkPolicies and holds no one to them. Source: AKS documentation, use-network-policies.md. */
export const networkPoliciesEnforced: SettingRule = ({ cluster, namespaces }) =>
  cluster.networkPolicy !== undefined
    ? []
    : Object.entries(namespaces)
        .filter(([, { networkPolicies }]) => networkPolicies === true)
        .map(([name]) => ({
          path: `namespaces.${name}.networkPolicies`,
          value: true,
          problem: 'the cluster has no engine that holds pods to NetworkPolicies',
          fix: "state 'cluster.networkPolicy', which replaces a cluster that exists; or take 'networkPolicies' out",
        }));
