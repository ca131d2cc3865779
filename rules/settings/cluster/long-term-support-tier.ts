import type { SettingRule } from '../../rule';

/** Long-term support is part of the tier Premium. Source: AKS documentation, long-term-support.md. */
export const longTermSupportTier: SettingRule = ({ cluster: { supportPlan, tier } }) =>
  supportPlan !== 'AKSLongTermSupport' || tier === 'Premium'
    ? []
    : [
        {
          path: 'cluster.tier',
          value: tier,
          problem: 'long-term support needs the tier Premium',
          fix: "raise 'cluster.tier', or remove 'cluster.supportPlan'",
        },
      ];
