import type { SettingRule } from '../../rule';

/** Every pod has an image, but for those that manifests bring. */
export const workloadsHaveImages: SettingRule = (environment) =>
  environment.workloads.flatMap(({ applicationSettings, settings, path }) => {
    if (applicationSettings.source !== undefined || settings.image !== undefined) return [];
    const lacking = Object.entries(settings.versions ?? { '': {} }).filter(
      ([, version]: [string, { image?: string }]) => version.image === undefined,
    );
    return lacking.map(([version]) => ({
      path: version === '' ? `${path}.image` : `${path}.versions.${version}.image`,
      value: undefined,
      problem: 'there is nothing to run',
      fix: version === '' ? "state 'image'" : "state 'image' here, or once for all versions",
    }));
  });
