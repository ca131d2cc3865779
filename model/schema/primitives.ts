import * as z from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN, HOST_NAME } from '../../mesh/names';
import { REVISION, type Revision } from '../../mesh/revisions';

// zod would compile a function for each form, which takes longer than to check the few hundred objects of most projects.
z.config({ jitless: true });

/** A text of one form; `form` says in words what the pattern takes. */
export function stringMatching(pattern: RegExp, form: string) {
  return z.string({ error: `must be a text: ${form}` }).regex(pattern, { error: `must be ${form}` });
}

/** A whole number within bounds. */
export function integerBetween(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few words. */
export function oneOf<const Values extends readonly string[]>(...values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

export const booleanSchema = z.boolean({ error: 'must be true or false' });

/** Source: Azure documentation, naming rules for Microsoft.Resources. */
export const resourceGroupName = stringMatching(
  /^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$/,
  '1 to 90 letters, digits, underscores, parentheses, hyphens and dots, without a dot at the end',
);

export const dnsLabel = stringMatching(DNS_LABEL.pattern, DNS_LABEL.form);
export const dnsSubdomain = stringMatching(DNS_SUBDOMAIN.pattern, DNS_SUBDOMAIN.form);
export const hostName = stringMatching(HOST_NAME.pattern, HOST_NAME.form);
export const hostNameOrAny = stringMatching(
  new RegExp(`${HOST_NAME.pattern.source}|^\\*$`),
  'a host name such as shop.example.com, *.example.com, or * for any host',
);

/** A revision of the add-on, such as `asm-1-30`. */
export const revisionSchema = z.custom<Revision>(
  (value) => typeof value === 'string' && REVISION.test(value),
  {
    error: 'must be a revision, such as asm-1-30',
  },
);

/** Data as a reader of it sees it: nothing in it can be changed. */
export type Immutable<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;
