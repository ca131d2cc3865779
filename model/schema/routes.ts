import * as z from 'zod';
import { METHODS } from './calls';
import { directResponseSchema, headerChangesSchema, headerName } from './answers';
import { corsPolicySchema } from './cors-policy';
import { hints, oneOf, rejection, stringMatching, type Immutable } from './primitives';
import { regexSchema, stringMatchSchema } from './string-matches';
import { timeoutAndRetries } from './timeouts-and-retries';

const absolutePath = stringMatching(
  /^\/[^\s?#]*$/,
  'a path that starts with a slash, without a query',
  '/api',
);

/** Source: Gateway API, HTTPHeaderName, which is also the name of a parameter. */
const queryParamName = stringMatching(
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/,
  'the name of a query parameter',
  'beta',
);

/** Which requests a route matches: those that meet all conditions. */
export const requestMatchSchema = {
  /** Headers that the request has, by name: the whole value, a prefix or a regular expression. @default any */
  headers: z.record(headerName, stringMatchSchema).optional(),
  /** A cookie that the request has, with its whole value: a browser sends all cookies in one header. @default any */
  cookie: z
    .strictObject({
      /** Name of the cookie. */
      name: stringMatching(/^[\w!#$%&'*+.^`|~-]+$/, 'the name of a cookie', 'plan'),
      /** Value of the cookie. */
      value: stringMatching(
        /^[^\s";,\\]+$/,
        'the value of a cookie, without spaces, quotes, commas, semicolons and backslashes',
        'gold',
      ),
    })
    .optional(),
};

const routes = z.strictObject({
  /** Path of the request: `{ prefix }`, `{ exact }` or `{ regex }`, where a prefix ends at a slash or the end. @default any */
  uri: z
    .union(
      [
        z.strictObject({ prefix: absolutePath }),
        z.strictObject({ exact: absolutePath }),
        z.strictObject({ regex: regexSchema }),
      ],
      { error: 'must be { prefix }, { exact } or { regex }' },
    )
    .optional(),
  /** HTTP methods. @default any */
  methods: z
    .array(oneOf(...METHODS))
    .min(1, { error: 'must have at least one method' })
    .optional(),
  ...requestMatchSchema,
  /** Headers that the request does not have, by name: the whole value, a prefix, a regular expression, or `{}` for any value. @default any request */
  withoutHeaders: z
    .record(
      headerName,
      z.union([stringMatchSchema, z.strictObject({})], {
        error: 'must be a string, { prefix }, { regex }, or {} for any value',
      }),
    )
    .optional(),
  /** Query parameters that the request has, by name: the whole value, a prefix or a regular expression. @default any */
  queryParams: z.record(queryParamName, stringMatchSchema).optional(),
  /** Destination: a workload of the same application, and the name of its port. @default the exposed port itself */
  to: z
    .strictObject({
      /** Workload of the same application. */
      workload: z.string({ error: 'must be the name of a workload' }),
      /** Name of its port. @default the exposed port's */
      port: z.string({ error: 'must be the name of a port' }).optional(),
    })
    .optional(),
  /** Path that replaces what `uri` matched. @default the path stays */
  rewrite: absolutePath.optional(),
  /** Redirects the client instead of routing to a workload. @default none */
  redirect: z
    .strictObject({
      /** New path. @default the path stays */
      uri: absolutePath.optional(),
      /** New host. @default the host stays */
      authority: stringMatching(
        /^[a-z0-9.-]+(:\d+)?$/,
        'a host name, with its port where it is not the default one',
        'www.example.com',
      ).optional(),
      /** `http` or `https`. @default as the client asked */
      scheme: z.enum(['http', 'https'], { error: 'must be http or https' }).optional(),
      /** Status of the answer. @default 301 */
      redirectCode: z
        .union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)], {
          error: 'must be 301, 302, 303, 307 or 308',
        })
        .optional(),
    })
    .refine(
      ({ uri, authority, scheme }) => (uri ?? authority ?? scheme) !== undefined,
      rejection(
        "must set 'uri', 'authority' or 'scheme': otherwise it redirects to the same URL",
        "set one of them, such as scheme: 'https'",
      ),
    )
    .register(hints, { example: { scheme: 'https' } })
    .optional(),
  /** Answers by itself instead of routing to a workload. @default none */
  directResponse: directResponseSchema.optional(),
  /** Changes of the headers that the workload gets. @default none */
  requestHeaders: headerChangesSchema.optional(),
  /** Changes of the headers that the client gets. @default none */
  responseHeaders: headerChangesSchema.optional(),
  ...timeoutAndRetries,
  /** Which sites may call from a browser. @default as the answer itself says */
  corsPolicy: corsPolicySchema.optional(),
});

/** What one route cannot do at once. */
function rejectConflicts(route: z.infer<typeof routes>, context: z.RefinementCtx): void {
  const reject = (path: string, message: string, fix: string) =>
    context.addIssue({ code: 'custom', path: [path], message, params: { fix } });
  const answer = (['redirect', 'directResponse'] as const).find((key) => route[key] !== undefined);
  const conflicting = [...FORWARDING, ...(answer === 'redirect' ? (['directResponse'] as const) : [])]
    .filter((key) => route[key] !== undefined)
    .map((key) => `'${key}'`)
    .join(', ');
  if (answer !== undefined && conflicting !== '')
    reject(answer, `cannot be combined with ${conflicting}`, `remove '${answer}', or ${conflicting}`);
  if (route.corsPolicy && route.methods && !route.methods.includes('OPTIONS'))
    reject(
      'methods',
      "must include OPTIONS if 'corsPolicy' is set: browsers send it before they call from another site",
      "add 'OPTIONS'",
    );
  if (route.rewrite !== undefined && route.uri !== undefined && 'regex' in route.uri)
    reject(
      'rewrite',
      "replaces a prefix or a whole path, and 'uri' is a { regex }",
      "set 'uri' to { prefix } or { exact }, or remove 'rewrite'",
    );
}

/** Settings of a route that hand a request on. */
const FORWARDING = ['to', 'rewrite', 'timeout', 'retries', 'requestHeaders'] as const;

/** One route of an exposed port; `to` is checked by the compiler where the application is written. */
export const routesSchema = routes.superRefine(rejectConflicts);

/** One route of an exposed port. */
export type Route = Immutable<z.infer<typeof routesSchema>>;

/** How a string is matched: as a whole, by a prefix or by a regular expression. */
export type StringMatch = Immutable<z.infer<typeof stringMatchSchema>>;

/** Which requests are meant, by a header or a cookie. */
export type RequestMatch = Pick<Route, 'headers' | 'cookie'>;
