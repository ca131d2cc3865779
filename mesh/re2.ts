import { RE2JS, RE2JSSyntaxException } from 're2js';

/**
 * What RE2 rejects in a regular expression, or undefined for a valid one. Envoy and Istio's webhook only know RE2,
 * which has no lookaround, no backreferences and no possessive quantifiers.
 *
 * Source: Envoy documentation, type.matcher.v3.RegexMatcher; github.com/google/re2/wiki/Syntax.
 */
export function re2Problem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.getPattern();
    return part === null ? error.getDescription() : `${error.getDescription()}: ${part}`;
  }
}
