import type { SettingRule } from '../../rule';

/** Without an engine, the cluster accepts NetworkPolicies but does not enforce them. Source: AKS documentation, use-network-policies.md. */
export const networkPoliciesEnforced: SettingRule = ({ cluster, namespaces }) =>
  cluster.networkPolicy !== undefined
    ? []
    : Object.entries(namespaces)
        .filter(([, { networkPolicies }]) => networkPolicies === true)
        .map(([name]) => ({
          path: `namespaces.${name}.networkPolicies`,
          value: true,
          problem: 'the cluster has no engine that enforces NetworkPolicies',
          fix: "set 'cluster.networkPolicy', which replaces an existing cluster; or remove 'networkPolicies'",
        }));
