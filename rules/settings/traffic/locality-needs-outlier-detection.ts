import type { SettingRule } from '../../rule';

/**
 * Locality load balancing has outlier detection: without it, Istio ignores the setting.
 *
 * Source: Istio documentation, Locality Load Balancing; DestinationRule, LocalityLoadBalancerSetting.
 */
export const localityNeedsOutlierDetection: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings: { traffic }, path }) => {
    const locality = traffic?.loadBalancer?.localityLbSetting;
    if (!locality || locality.enabled === false || traffic.outlierDetection !== undefined) return [];
    return [
      {
        path: `${path}.traffic.outlierDetection`,
        value: undefined,
        problem: "'localityLbSetting' has no effect without it: nothing tells Istio when to leave a zone",
        fix: "set 'outlierDetection', such as { consecutive5xxErrors: 5 }",
      },
    ];
  });
