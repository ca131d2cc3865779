import type { HttpMatch, StringMatch } from './virtual-services';

type Conditions = HttpMatch['headers'];

/** Conditions of a match that are compared; a match with any other may be narrower than it looks. */
const COMPARED = [
  'name',
  'statPrefix',
  'uri',
  'ignoreUriCase',
  'scheme',
  'method',
  'authority',
  'headers',
  'withoutHeaders',
  'queryParams',
  'port',
  'gateways',
  'sourceLabels',
  'sourceNamespace',
];

/** Whether one match certainly covers every request that another matches; gateways are full names, those of the route if none is set. */
export function covers(wide: HttpMatch, match: HttpMatch): boolean {
  return (
    Object.keys(wide).every((key) => COMPARED.includes(key)) &&
    uriIsWider(wide, match) &&
    textIsWider(wide.scheme, match.scheme) &&
    methodIsWider(wide.method, match.method) &&
    textIsWider(wide.authority, match.authority) &&
    everyIsWider(wide.headers, match.headers, presenceOrText) &&
    // What the wide one leaves out, the other leaves out too, or more.
    everyIsWider(wide.withoutHeaders, match.withoutHeaders, (out, more) => presenceOrText(more, out)) &&
    everyIsWider(wide.queryParams, match.queryParams, textIsWider) &&
    (wide.port ?? match.port) === match.port &&
    (match.gateways ?? []).every((gateway) => (wide.gateways ?? [gateway]).includes(gateway)) &&
    Object.entries(wide.sourceLabels ?? {}).every(([key, value]) => match.sourceLabels?.[key] === value) &&
    (wide.sourceNamespace ?? match.sourceNamespace) === match.sourceNamespace
  );
}

/** Whether a path is any: every path starts with a slash. Source: istio/istio, pilot/pkg/networking/core/route, isCatchAllMatch. */
export function matchesAnyUri({ uri }: HttpMatch): boolean {
  return uri === undefined || uri.prefix === '/' || ['.*', '/.*'].includes(uri.regex ?? '');
}

/** Several methods are a regular expression of words, such as `GET|HEAD`. */
function methodIsWider(wide: StringMatch | undefined, match: StringMatch | undefined): boolean {
  const [all, some] = [wide, match].map(({ exact, regex } = {}) =>
    /^\w+(\|\w+)*$/.test(exact ?? regex ?? '') ? (exact ?? regex!).split('|') : undefined,
  );
  return all && some ? some.every((method) => all.includes(method)) : textIsWider(wide, match);
}

function uriIsWider(wide: HttpMatch, match: HttpMatch): boolean {
  if (matchesAnyUri(wide)) return true;
  if (wide.ignoreUriCase !== true) return match.ignoreUriCase !== true && textIsWider(wide.uri, match.uri);
  // Regular expressions keep to the case.
  if (wide.uri?.regex !== undefined || match.uri?.regex !== undefined) return isSame(wide.uri, match.uri);
  return textIsWider(lowered(wide.uri), lowered(match.uri));
}

function textIsWider(wide: StringMatch | null | undefined, match: StringMatch | null | undefined): boolean {
  if (wide === undefined) return true;
  if (!wide || !match) return false;
  if (wide.prefix !== undefined) return (match.exact ?? match.prefix)?.startsWith(wide.prefix) ?? false;
  return isSame(wide, match);
}

/** A header without a condition need only be there. */
function presenceOrText(
  wide: StringMatch | null | undefined,
  match: StringMatch | null | undefined,
): boolean {
  return Object.keys(wide ?? {}).length === 0 || textIsWider(wide, match);
}

function everyIsWider(wide: Conditions, match: Conditions, isOneWider: typeof textIsWider): boolean {
  const names = new Map(Object.entries(match ?? {}).map(([name, each]) => [name.toLowerCase(), each]));
  return Object.entries(wide ?? {}).every(
    ([name, each]) => names.has(name.toLowerCase()) && isOneWider(each, names.get(name.toLowerCase())),
  );
}

function isSame(one: StringMatch | null | undefined, other: StringMatch | null | undefined): boolean {
  const fields = (each: typeof one) => JSON.stringify([each?.exact, each?.prefix, each?.regex]);
  return fields(one) === fields(other);
}

function lowered(match: StringMatch | undefined): StringMatch | undefined {
  const { exact, prefix } = match ?? {};
  return match && { exact: exact?.toLowerCase(), prefix: prefix?.toLowerCase() };
}
