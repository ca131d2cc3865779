import type { SettingRule } from '../../rule';

/** Weights, routes and mirrors name versions that exist: a route to a subset without pods answers with 503. */
export const trafficVersionsExist: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings: { versions = {}, traffic = {} }, path }) => {
    const named = [
      ...Object.keys(traffic.weights ?? {}).map((version) => ({ field: `weights.${version}`, version })),
      ...(traffic.routes ?? []).map(({ version }, index) => ({ field: `routes.${index}.version`, version })),
      ...(traffic.mirror?.version === undefined
        ? []
        : [{ field: 'mirror.version', version: traffic.mirror.version }]),
    ];
    return named
      .filter(({ version }) => !Object.hasOwn(versions, version))
      .map(({ field, version }) => ({
        path: `${path}.traffic.${field}`,
        value: version,
        problem: `the workload has no such version; it has ${Object.keys(versions).join(', ') || 'none'}`,
        fix: "add it to 'versions', or remove it here",
      }));
  });
