import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * A header or a cookie is asked for once: by a route of the door, or by the traffic settings of the workload that it leads
 * to. A match of Istio has one place for each header, and all cookies are in one.
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
            ? `the traffic settings of '${destination!.workload.name}' ask for this header too, and a route can ask for it once`
            : 'is asked for as a header and as a cookie, and a route can ask for it once',
          fix: 'ask for it in one of the two places',
        },
      ];
    }),
  );
