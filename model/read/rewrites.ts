import { closestMatch } from './nearest';

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** What a value may be meant to be, the likeliest first; a schema decides which of them it accepts. */
export function listRewrites(value: unknown, words: readonly string[]): unknown[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [...listStringRewrites(value, words), [value]];
  if (typeof value === 'number') return [String(value), `${value}s`, Math.round(value), [value]];
  if (Array.isArray(value)) return [mapByName(value), value.length === 1 ? value[0] : undefined];
  return [String(value), [value]];
}

function listStringRewrites(value: string, words: readonly string[]): unknown[] {
  const lower = value.toLowerCase();
  return [
    value.trim(),
    value.trim() === '' ? undefined : Number(value),
    BOOLEANS[lower],
    value.toUpperCase(),
    lower,
    closestMatch(value, words),
    lower.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, ''),
    lower.replaceAll(/[\s_-]+/g, ''),
    URL.canParse(value) ? new URL(value).hostname : undefined,
    /^\d+$/.test(value) ? `${value}s` : undefined,
    `/${value}`,
  ];
}

/** A list of named entries, as Kubernetes has it, as a map of them by name. */
function mapByName(entries: readonly unknown[]): unknown {
  const named = entries.map((entry) => {
    const { name, value, valueFrom, ...rest } = Object(entry) as Readonly<Record<string, unknown>>;
    return [name, value ?? valueFrom ?? rest];
  });
  const hasNames = named.length > 0 && named.every(([name]) => typeof name === 'string');
  return hasNames ? Object.fromEntries(named) : undefined;
}
