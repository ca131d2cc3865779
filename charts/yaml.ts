import { Yaml } from 'cdk8s';

/** Words that YAML 1.1 does not read as text. Source: https://yaml.org/type/bool.html, https://yaml.org/type/null.html. */
const WORDS = new Set(['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null']);

/** Texts that need no quotes anywhere, as nothing else looks like them: names, paths, URLs, addresses, amounts. */
const PLAIN =
  /^(?![eE]-?\d+$)(?:(?:[a-zA-Z/]|\.\/)(?:[\w./:*{}-]{0,200}[\w/*}])?|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\d{1,9}(?:m|s|Ki|Mi|Gi))$/;

/** Texts that must be quoted, or they would be something else. */
const QUOTED = /^(?:\d{1,15}|true|false|\*)$/;

/**
 * Objects as YAML, byte for byte as cdk8s's `Yaml.stringify` writes them. That makes a tree of nodes of each object first, and took
 * half the time of a large synth; here it only writes what is not simple, such as a text that needs quotes.
 */
export function yamlOf(objects: readonly object[]): string {
  return objects.map((object) => simple(object) ?? Yaml.stringify(object)).join('---\n');
}

/** One object as YAML; undefined if only an anchor or a tag can say it. */
function simple(object: object): string | undefined {
  const writer = new Writer();
  const text = writer.isBlock(object) ? writer.block(object, '') : writer.scalar(object, '');
  return writer.isSimple ? `${text}\n` : undefined;
}

class Writer {
  /** Whether everything written so far is what cdk8s would write. */
  isSimple = true;
  private readonly seen = new Set<object>();

  /** A block of lines, each indented. */
  block(value: object, indent: string): string {
    const below = `${indent}  `;
    if (Array.isArray(value))
      return value
        .map((item: unknown) =>
          this.isBlock(item)
            ? `${indent}- ${this.block(item, below).slice(below.length)}`
            : `${indent}- ${this.scalar(item, indent)}`,
        )
        .join('\n');
    return Object.entries(value)
      .map(([key, field]: [string, unknown]) => {
        const start = `${indent}${this.key(key)}:`;
        return this.isBlock(field)
          ? `${start}\n${this.block(field, below)}`
          : `${start} ${this.scalar(field, indent)}`;
      })
      .join('\n');
  }

  /** Whether a value is a group with fields or a list with items; each value is asked about once. */
  isBlock(value: unknown): value is object {
    if (typeof value !== 'object' || value === null) return false;
    const isKnown = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    // What stands in two places becomes an anchor, and what has a class of its own may become a tag.
    if (this.seen.has(value) || !isKnown) this.isSimple = false;
    this.seen.add(value);
    return this.isSimple && Object.keys(value).length > 0;
  }

  private key(text: string): string {
    if (isPlain(text) && !text.startsWith('.')) return text;
    if (QUOTED.test(text)) return `"${text}"`;
    const [, key] = /^([^?\n].*): 0\n$/.exec(Yaml.stringify({ [text]: 0 })) ?? [];
    // Where a document begins, cdk8s quotes more than elsewhere.
    if (key === undefined || /^[-.]/.test(text)) this.isSimple = false;
    return key ?? text;
  }

  scalar(value: unknown, indent: string): string {
    if (typeof value === 'string') {
      if (isPlain(value)) return value;
      if (QUOTED.test(value)) return `"${value}"`;
    }
    if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0)))
      return `${value}`;
    if (Array.isArray(value)) return '[]';
    if (typeof value === 'object' && value !== null) return '{}';
    const text = Yaml.stringify([value]).slice('- '.length, -1);
    return text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
  }
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !WORDS.has(text.toLowerCase());
}
