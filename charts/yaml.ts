/** Texts that need no quotes, words aside: what begins with a letter or a slash and has no sign of a comment or a field; addresses; amounts. */
const PLAIN =
  /^(?:(?!.*(?: #|: |[: ]$))[a-zA-Z/][\x20-\x7e]*|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|(?:\d+(?:ms|[smh]|[KMG]i))+)$/;

/** Words that YAML 1.1, or some of its readers, do not read as strings. Source: https://yaml.org/type/bool.html, https://yaml.org/type/null.html. */
const RESERVED_WORD = /^(?:y|yes|n|no|true|false|on|off|null|e[-+]?\d+)$/i;

/** Texts of several lines that need no quotes: no line ends with a blank, or has a tab before its first letter. */
const BLOCK_TEXT = /^(?=\S)(?:(?! *\t)[\t\x20-\x7e\u00a0-\u2027\u202a-\ud7ff]*(?<! )\n)+$/;

/** What JSON keeps as it is, and Kubernetes rejects or reads as the end of a line. Source: readerc.go of goyaml.v2. */
const ESCAPED_CHARACTERS = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Objects as YAML that Kubernetes reads back as they are. What is in two places is written twice: a reviewer need not follow an anchor. */
export function toYaml(objects: readonly object[]): string {
  return objects
    .map((object) => `${isBlock(object) ? block(object, '') : scalar(object, '')}\n`)
    .join('---\n');
}

/** Whether a value has fields or items. */
function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** The lines of fields or of items, each indented. */
function block(value: object, indent: string): string {
  const below = `${indent}  `;
  if (Array.isArray(value))
    return value
      .map(
        (item: unknown) =>
          `${indent}- ${isBlock(item) ? block(item, below).trimStart() : scalar(item, below)}`,
      )
      .join('\n');
  return Object.entries(value)
    .map(([key, field]: [string, unknown]) => {
      const start = `${indent}${isPlain(key) ? key : quote(key)}:`;
      return isBlock(field) ? `${start}\n${block(field, below)}` : `${start} ${scalar(field, below)}`;
    })
    .join('\n');
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  if (isPlain(value)) return value;
  const lines = value.endsWith('\n') ? value : `${value}\n`;
  if (!value.includes('\n') || !BLOCK_TEXT.test(lines) || lines.endsWith('\n\n')) return quote(value);
  return `${lines === value ? '|' : '|-'}\n${lines.trimEnd().replaceAll(/^(?=.)/gm, indent)}`;
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !RESERVED_WORD.test(text);
}

/** In the quotes of JSON, which YAML has too. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(
    ESCAPED_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
