import { closest, distance } from 'fastest-levenshtein';

/** More edits than these make another word, however long it is. */
const MAX_EDITS = 3;

/** The known word that a misspelled one is most likely meant to be, or undefined where none is close. */
export function closestMatch(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word, [...known]);
  // Two swapped letters are two edits, and one slip.
  const isSwapped = letters(word) === letters(near) && distance(word, near) === 2;
  return isSwapped || distance(word, near) <= Math.min(MAX_EDITS, Math.max(1, Math.floor(word.length / 4)))
    ? near
    : undefined;
}

/** What to do about a name that is not known: the one that is most likely meant, or else something else. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const near = closestMatch(word, known);
  return near === undefined ? otherwise : `did you mean '${near}'?`;
}

function letters(word: string): string {
  return [...word].toSorted().join('');
}
