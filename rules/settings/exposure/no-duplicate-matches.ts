import { isDeepStrictEqual } from 'node:util';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * A header or a cookie is matched once: by a route of the exposed port, or by the traffic settings of the workload that it
 * routes to. A match of Istio has one entry for each header, and all cookies are in one header. No route asks for a header and leaves
 * out the requests that have it.
 */
export const noDuplicateMatches: SettingRule = (environment) =>
  environment.exposures.flatMap(({ routes, path }) =>
    routes.flatMap(({ headers = {}, cookie, withoutHeaders = {}, destination }, index): SettingFault[] => {
      const own = [...Object.keys(headers), ...(cookie ? ['cookie'] : [])];
      const taken = (destination?.workload.settings.traffic?.routes ?? []).flatMap((each) => [
        ...Object.keys(each.headers ?? {}),
        ...(each.cookie ? ['cookie'] : []),
      ]);
      const twice = own.find((name, at) => taken.includes(name) || own.indexOf(name) !== at);
      const excluded = [...own, ...taken].find((name) => isExcluded(headers[name], withoutHeaders[name]));
      if (excluded !== undefined)
        return [
          {
            path: `${path}.routes.${index}.withoutHeaders.${excluded}`,
            value: withoutHeaders[excluded],
            problem:
              'leaves out all requests that the route asks for by the same header, so it would get none',
            fix: "remove it here, or from 'headers'",
          },
        ];
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

/** Whether what a route leaves out is all that it asks for; where the other is not stated, a workload may ask for it. */
function isExcluded(asked: unknown, without: object | string | undefined): boolean {
  if (without === undefined) return false;
  const isAny = typeof without === 'object' && Object.keys(without).length === 0;
  return isAny || isDeepStrictEqual(asked, without);
}
