import { Yaml } from 'cdk8s';

/** Words that YAML 1.1 does not read as text. Source: https://yaml.org/type/bool.html, https://yaml.org/type/null.html. */
const WORDS = new Set(['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null']);

/** Texts that need no quotes, as nothing else looks like them: names, paths, URLs, addresses, amounts. */
const PLAIN =
  /^(?![eE]-?\d+$)(?:(?:[a-zA-Z/]|\.\/)(?:[\w./:*{}-]{0,200}[\w/*}])?|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\d{1,9}(?:m|s|Ki|Mi|Gi))$/;

/** Texts that often stand in objects and need quotes, or they would be something else. */
const QUOTED = /^(?:\d{1,15}|true|false|\*)$/;

/**
 * What Kubernetes takes for a number once each `_` but a first one is left out; cdk8s has no quotes around some of it.
 * Source: resolve.go of goyaml.v2, part of sigs.k8s.io/yaml 1.4.0.
 */
const NUMBER =
  /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][-+]?[01]+|0[oO][0-7]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;

/** Characters that Kubernetes does not take, or takes for the end of a line. Source: readerc.go of the same. */
const SPECIAL = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Lines whose indentation Kubernetes does not understand: only blanks, or a tab before the first letter. */
const UNCLEAR = /^\s*(?:\t|[ \t]\s*$)/;

/**
 * Objects as YAML, byte for byte as cdk8s's `Yaml.stringify` writes them, except for texts that Kubernetes would then read as
 * something else: they are in quotes here. cdk8s makes a tree of nodes of each object first, which took half the time of a large synth;
 * here it only writes what is not simple, such as a text of several lines. What stands in two places is written twice, without anchors.
 */
export function yamlOf(objects: readonly object[]): string {
  return objects
    .map((object) => `${isBlock(object) ? block(object, '') : scalar(object, '')}\n`)
    .join('---\n');
}

/** A block of lines, each indented. */
function block(value: object, indent: string): string {
  const below = `${indent}  `;
  if (Array.isArray(value))
    return value
      .map((item: unknown) =>
        isBlock(item)
          ? `${indent}- ${block(item, below).slice(below.length)}`
          : `${indent}- ${scalar(item, indent)}`,
      )
      .join('\n');
  return Object.entries(value)
    .map(([name, field]: [string, unknown]) => {
      const start = `${indent}${key(name)}:`;
      return isBlock(field) ? `${start}\n${block(field, below)}` : `${start} ${scalar(field, indent)}`;
    })
    .join('\n');
}

/** Whether a value is a group with fields or a list with items. */
function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function key(text: string): string {
  if (isPlain(text) && !text.startsWith('.')) return text;
  if (QUOTED.test(text)) return `"${text}"`;
  // Within a group: where a document begins, cdk8s quotes more than elsewhere.
  const [, written] = /^a:\n  ([^?\n].*): 0\n$/.exec(Yaml.stringify({ a: { [text]: 0 } })) ?? [];
  return written === undefined || isMisread(text, written) ? quoted(text) : written;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value === 'string') {
    if (isPlain(value)) return value;
    if (QUOTED.test(value)) return `"${value}"`;
  }
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return `${value}`;
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return '{}';
  const written = Yaml.stringify([value]).slice('- '.length, -1);
  if (typeof value === 'string' && isMisread(value, written)) return quoted(value);
  return written.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !WORDS.has(text.toLowerCase());
}

/** Whether Kubernetes would read a text, as cdk8s writes it, as something else or not at all. */
function isMisread(text: string, written: string): boolean {
  if (text.search(SPECIAL) >= 0) return true;
  if (/^[|>]/.test(written)) return UNCLEAR.test(text);
  // In quotes of several lines, a blank between two ends of lines becomes a backslash.
  if (written.includes('\n')) return true;
  return written === text && (text === '<<' || NUMBER.test(text.replaceAll(/(?<!^)_/g, '')));
}

/** In the quotes of JSON, which YAML has too. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    SPECIAL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
