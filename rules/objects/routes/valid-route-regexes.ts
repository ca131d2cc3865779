import { re2Problem } from '../../../mesh/re2';
import {
  findVirtualServices,
  type HttpMatch,
  type Route,
  type StringMatch,
} from '../../../objects/virtual-services';
import type { ObjectRule } from '../../rule';
import { listObjects } from '../../../objects/object';

const TEXTS = ['uri', 'scheme', 'method', 'authority'] as const;
const NAMED = ['headers', 'withoutHeaders', 'queryParams'] as const;

/** A regular expression of a route is one that RE2 accepts: Istio's webhook rejects the VirtualService otherwise. */
export const validRouteRegexes: ObjectRule = (objects) =>
  findVirtualServices(objects).flatMap(({ object, routes }) =>
    routes.flatMap(({ route, field }) =>
      listRegexes(route).flatMap(({ regex, at }) => {
        const problem = typeof regex === 'string' ? re2Problem(regex) : undefined;
        if (problem === undefined) return [];
        return [
          {
            object,
            field: `${field}.${at}`,
            value: regex,
            problem: `is not a regular expression of RE2, which Envoy uses: ${problem}`,
            fix: 'write it without lookaround, backreferences and possessive quantifiers, or match by prefix or exact value',
          },
        ];
      }),
    ),
  );

interface Found {
  readonly regex: string | undefined;
  readonly at: string;
}

function listRegexes({ match, corsPolicy, rewrite }: Route): Found[] {
  const regexOf = (text: StringMatch | null | undefined, at: string) => ({
    regex: text?.regex,
    at: `${at}.regex`,
  });
  const inMatches = listObjects<HttpMatch>(match).flatMap((each, index) => [
    ...TEXTS.map((name) => regexOf(each[name], `match.${index}.${name}`)),
    ...NAMED.flatMap((name) =>
      Object.entries(each[name] ?? {}).map(([key, text]) => regexOf(text, `match.${index}.${name}.${key}`)),
    ),
  ]);
  const origins = listObjects<StringMatch>(corsPolicy?.allowOrigins).map((origin, index) =>
    regexOf(origin, `corsPolicy.allowOrigins.${index}`),
  );
  const rewritten = { regex: rewrite?.uriRegexRewrite?.match, at: 'rewrite.uriRegexRewrite.match' };
  return [...inMatches, ...origins, rewritten];
}
