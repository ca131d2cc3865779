import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

const CONTROLLERS = ['deployment', 'statefulSet', 'job', 'cronJob'] as const;

/** A workload is one of Deployment, StatefulSet, Job and CronJob; only Deployments have versions, and Jobs have no replicas. */
export const oneController: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings, path }): SettingFault[] => {
    const [first, second] = CONTROLLERS.filter((each) => settings[each] !== undefined);
    if (second !== undefined)
      return [
        {
          path: `${path}.${second}`,
          value: settings[second],
          problem: `the workload is already a ${first}`,
          fix: `remove '${first}' or '${second}'`,
        },
      ];
    if (first === undefined || first === 'deployment') return [];
    if (settings.versions !== undefined)
      return [
        {
          path: `${path}.versions`,
          value: Object.keys(settings.versions),
          problem: `versions run side by side as Deployments, and this is a ${first}`,
          fix: `remove '${first}' or 'versions', or make each version a workload of its own`,
        },
      ];
    if (first !== 'statefulSet' && settings.replicas !== undefined)
      return [
        {
          path: `${path}.replicas`,
          value: settings.replicas,
          problem: `a ${first} has no replicas`,
          fix: `remove it; 'parallelism' of the Job's own fields sets how many of its pods run at a time`,
        },
      ];
    return [];
  });
