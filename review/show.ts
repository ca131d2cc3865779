import { HIDDEN } from './output';

/** Most characters of a value in a sentence. */
const LONGEST = 60;

/** A value in a sentence: `none` where there is none, and never what a Secret holds. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = text.replaceAll(HIDDEN, '(hidden)');
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}

/** A change of a value in a sentence. */
export function showChange({ before, after }: { readonly before: unknown; readonly after: unknown }): string {
  if (before === undefined) return `set to ${show(after)}`;
  if (after === undefined) return `${show(before)} removed`;
  return `${show(before)} -> ${show(after)}`;
}

/** A path as a person writes it, such as `metadata.labels.app` or `metadata.annotations["example.com/team"]`. */
export function showPath(path: readonly string[]): string {
  return path
    .map((key, index) => (/^[\w-]+$/.test(key) ? `${index > 0 ? '.' : ''}${key}` : `["${key}"]`))
    .join('');
}

/** Names in a sentence: `a`, `a and b`, `a, b and 3 more`. */
export function showNames(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)];
  if (unique.length > most)
    return `${unique.slice(0, most - 1).join(', ')} and ${unique.length - most + 1} more`;
  return unique.length < 2 ? `${unique[0]}` : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`;
}

/** `1 pod`, `2 pods`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
