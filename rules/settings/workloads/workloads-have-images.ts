import type { SettingRule } from '../../rule';

/** Every workload has an image, except those of manifests. */
export const workloadsHaveImages: SettingRule = (environment) =>
  environment.workloads.flatMap(({ applicationSettings, settings, path }) => {
    if (applicationSettings.source !== undefined || settings.image !== undefined) return [];
    const lacking = Object.entries(settings.versions ?? { '': {} }).filter(
      ([, version]: [string, { image?: string }]) => version.image === undefined,
    );
    return lacking.map(([version]) => ({
      path: version === '' ? `${path}.image` : `${path}.versions.${version}.image`,
      value: undefined,
      problem: 'no image is set',
      fix: version === '' ? "set 'image'" : "set 'image' here, or once for all versions",
    }));
  });
