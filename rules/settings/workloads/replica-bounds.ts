import type { SettingRule } from '../../rule';

/** An autoscaler's upper bound is not below its lower bound. */
export const replicaBounds: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings, path }) =>
    [
      { replicas: settings.replicas, at: `${path}.replicas` },
      ...Object.entries(settings.versions ?? {}).map(([version, { replicas }]) => ({
        replicas,
        at: `${path}.versions.${version}.replicas`,
      })),
    ].flatMap(({ replicas, at }) =>
      typeof replicas === 'object' && replicas.max < replicas.min
        ? [
            {
              path: at,
              value: replicas,
              problem: "'max' is less than 'min'",
              fix: "raise 'max' or lower 'min'",
            },
          ]
        : [],
    ),
  );
