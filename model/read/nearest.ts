import { closest, distance } from 'fastest-levenshtein';

/** The known word that a misspelt one is most likely meant to be, or undefined where none is close. */
export function closestMatch(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word, [...known]);
  // Two swapped letters are two edits, and one slip.
  const isSwapped = letters(word) === letters(near) && distance(word, near) === 2;
  return isSwapped || distance(word, near) <= Math.max(1, Math.floor(word.length / 4)) ? near : undefined;
}

function letters(word: string): string {
  return [...word].toSorted().join('');
}
