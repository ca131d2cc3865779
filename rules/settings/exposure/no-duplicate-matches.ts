import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * A header or a cookie is matched once: by a route of the exposed port, or by the traffic settings of the workload that it
 * routes to. A match of Istio has one entry for each header, and all cookies are in one header.
 */
export const noDuplicateMatches: SettingRule = (environment) =>
  environment.exposures.flatMap(({ routes, path }) =>
    routes.flatMap(({ headers = {}, cookie, destination }, index): SettingFault[] => {
      const own = [...Object.keys(headers), ...(cookie ? ['cookie'] : [])];
      const taken = (destination?.workload.settings.traffic?.routes ?? []).flatMap((each) => [
        ...Object.keys(each.headers ?? {}),
        ...(each.cookie ? ['cookie'] : []),
      ]);
      const twice = own.find((name, at) => taken.includes(name) || own.indexOf(name) !== at);
      if (twice === undefined) return [];
      return [
        {
          path: `${path}.routes.${index}`,
          value: twice,
          problem: taken.includes(twice)
            ? `the traffic settings of '${destination!.workload.name}' match on this header too, and a route can match on it only once`
            : 'is matched as a header and as a cookie, and a route can match on it only once',
          fix: 'match on it in one of the two places',
        },
      ];
    }),
  );
