import type { SettingRule } from '../../rule';

/**
 * Who prefers pods by where they run finds out when to leave them: without outlier detection, Istio ignores the setting.
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
        problem: "'localityLbSetting' has no effect without it: nothing would tell when to leave a zone",
        fix: "state 'outlierDetection', such as { consecutive5xxErrors: 5 }",
      },
    ];
  });
