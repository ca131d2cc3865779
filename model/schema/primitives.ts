import * as z from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN, HOST_NAME } from '../../mesh/names';
import { REVISION, type Revision } from '../../mesh/revisions';

// zod would compile a function for each schema, which takes longer than to check the few hundred objects of most projects.
z.config({ jitless: true });

/** What a message says beside the schema's own words. */
interface Hints {
  /** A value that it accepts. */
  readonly example?: unknown;
  /** What to do where no value helps. */
  readonly fix?: string;
  /** What to do about a field that an object does not have, instead of a list of those that it has. */
  readonly fixField?: string;
}

/** The hints of schemas. */
export const hints = z.registry<Hints>();

/** A string that matches a pattern, which the description puts into words; the example is for messages. */
export function stringMatching(pattern: RegExp, description: string, example: string) {
  return z
    .string({ error: ({ input }) => `must be ${input === undefined ? '' : 'a string: '}${description}` })
    .regex(pattern, { error: `must be ${description}` })
    .register(hints, { example });
}

/** What a refinement says of a value: the problem and the fix. */
export const rejection = (problem: string, fix: string) => ({ error: problem, params: { fix } });

/** A whole number within bounds. */
export function integerBetween(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few values. */
export function oneOf<const Values extends readonly string[]>(...values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

export const booleanSchema = z.boolean({ error: 'must be true or false' });

/** Source: Azure documentation, naming rules for Microsoft.Resources. */
export const resourceGroupName = stringMatching(
  /^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$/,
  '1 to 90 letters, digits, underscores, parentheses, hyphens and dots, without a dot at the end',
  'rg-shop',
);

export const dnsLabel = stringMatching(DNS_LABEL.pattern, DNS_LABEL.description, 'shop');
export const dnsSubdomain = stringMatching(DNS_SUBDOMAIN.pattern, DNS_SUBDOMAIN.description, 'shop-config');
export const hostName = stringMatching(HOST_NAME.pattern, HOST_NAME.description, 'shop.example.com');
export const hostNameOrAny = stringMatching(
  new RegExp(`${HOST_NAME.pattern.source}|^\\*$`),
  'a host name, *.DOMAIN for any host of a domain, or * for any host',
  'shop.example.com',
);

/** A revision of the add-on, such as `asm-1-30`. */
export const revisionSchema = z
  .custom<Revision>((value) => typeof value === 'string' && REVISION.test(value), {
    error: 'must be a revision of the add-on',
  })
  .register(hints, { example: 'asm-1-30' });

/** Data that cannot be changed. */
export type Immutable<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;
