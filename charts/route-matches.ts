import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
  VirtualServiceSpecHttpMatchUri,
} from '../imports/networking.istio.io';
import type { ExposedRoute } from '../model/plan/exposures';
import type { RequestMatch, StringMatch } from '../model/schema/routes';

/** One match for each path; none matches every request. */
export function renderMatches(
  { methods, headers, cookie, withoutHeaders, queryParams }: ExposedRoute,
  uri: VirtualServiceSpecHttpMatchUri[] | undefined,
  more: Pick<VirtualServiceSpecHttpMatch, 'port'>,
): Pick<VirtualServiceSpecHttp, 'match'> {
  const conditions = renderHeaders({ headers, cookie });
  const common = {
    ...(methods && { method: methods.length === 1 ? { exact: methods[0] } : { regex: methods.join('|') } }),
    ...(Object.keys(conditions).length > 0 && { headers: conditions }),
    ...(withoutHeaders && { withoutHeaders: renderStringMatches(withoutHeaders) }),
    ...(queryParams && { queryParams: renderStringMatches(mapPrefixes(queryParams)) }),
    ...more,
  };
  const all = (uri ?? [undefined]).map((each) => ({ ...(each && { uri: each }), ...common }));
  return all.every((match) => Object.keys(match).length === 0) ? {} : { match: all };
}

/** The headers to match; for a cookie, the header with all cookies. */
export function renderHeaders({
  headers = {},
  cookie,
}: RequestMatch): Record<string, VirtualServiceSpecHttpMatchHeaders> {
  const stated = Object.entries(headers).map(([name, match]) => [name, renderStringMatch(match)] as const);
  const regex = cookie && `(.*;\\s*)?${escapeRegex(cookie.name)}=${escapeRegex(cookie.value)}(\\s*;.*)?`;
  return Object.fromEntries([...stated, ...(regex === undefined ? [] : [['cookie', { regex }] as const])]);
}

/** The conditions with each prefix as a regular expression, where that is all that there is beside whole values. */
export function mapPrefixes(all: Readonly<Record<string, StringMatch>>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, match]) => [
      name,
      typeof match === 'object' && 'prefix' in match ? { regex: `${escapeRegex(match.prefix)}.*` } : match,
    ]),
  );
}

function renderStringMatches(all: Readonly<Record<string, StringMatch | Readonly<Record<string, never>>>>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, match]) => [name, renderStringMatch(match as StringMatch)]),
  );
}

export function renderStringMatch(match: StringMatch): VirtualServiceSpecHttpMatchHeaders {
  return typeof match === 'string' ? { exact: match } : match;
}

/** A regular expression for exactly a string. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
