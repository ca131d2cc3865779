import { versionsWithoutWeight } from '../../../model/plan/traffic';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** The weights of versions add up to 100 percent; one version may be left out, which gets the rest. */
export const versionWeightsAddUp: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings, path }): SettingFault[] => {
    const { weights } = settings.traffic ?? {};
    if (!weights) return [];
    const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
    const rest = versionsWithoutWeight(settings);
    if (rest.length === 1 ? sum <= 100 : sum === 100) return [];
    return [
      {
        path: `${path}.traffic.weights`,
        value: weights,
        problem:
          sum > 100
            ? `they add up to ${sum}, which is more than 100 percent`
            : rest.length > 1
              ? `they add up to ${sum}, and ${rest.join(' and ')} have none: which of them gets the other ${100 - sum} percent?`
              : `they add up to ${sum}, and no version is left for the other ${100 - sum} percent`,
        fix: 'set weights that add up to 100, or leave out the one version that gets the rest',
      },
    ];
  });
