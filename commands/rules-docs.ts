import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import { OBJECT_RULES, SETTING_RULES, WARNING_RULES } from '../rules';
import { UNWAIVABLE, WAIVER } from '../rules/waivers';
import { ENGINE } from './folders';

/** A rule as the documentation shows it. */
export interface DocumentedRule {
  readonly name: string;
  /** What its docstring says, without the source. */
  readonly sentence: string;
}

/** Every rule, by what it judges, in the order in which it is asked. */
export function documentedRules(): Record<'settings' | 'warnings' | 'objects', DocumentedRule[]> {
  const named = (rules: object) =>
    Object.keys(rules).map((name) =>
      documented(name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
    );
  return {
    settings: named(SETTING_RULES),
    warnings: named(WARNING_RULES),
    objects: Object.keys(OBJECT_RULES).map(documented),
  };
}

/** The list of rules, as docs/rules.md has it, but for the widths of its tables. */
export function rulesPage(): string {
  const { settings, warnings, objects } = documentedRules();
  const table = (rules: readonly DocumentedRule[]) =>
    `| Rule | What it holds |\n| --- | --- |\n${rules.map(({ name, sentence }) => `| \`${name}\` | ${sentence.replaceAll('|', '\\|')} |`).join('\n')}`;
  return `# Rules

What no type can hold is held by a rule, one a file in \`rules/\`. What breaks a rule stops \`npm run synth\`, and nothing is written: the
message names the setting or the object, the field, the value, what is wrong and what to do about it. \`npm run docs\` makes this page from
the rules, and a test keeps it true.

## Rules over rendered objects

These judge every object of an environment together: those of all applications, of their hooks and of their manifests and Helm charts.

${table(objects)}

## Waivers

An object can waive a rule over objects for itself. The annotation's name ends in the name of the rule, and its value is the reason:

\`\`\`yaml
metadata:
  annotations:
    ${WAIVER}strict-load-balancers: ends in March, ticket 4711
\`\`\`

- The annotation stands on the object that the message names, not on its pods. It is rendered, so that a review sees it.
- \`npm run synth\` tells every waiver on a line: \`waived: lab: strict-load-balancers for Service pets/shop: ends in March, ticket 4711\`.
- A waiver without a reason is a fault, and so is one of a rule that does not exist.
- A waiver that waives nothing is a fault too: left over, it would let the next breach pass with a reason that was given for another. It
  is not left over while the same waiver of the same object is needed in another environment.
- ${UNWAIVABLE.map((rule) => `\`${rule}\``).join(' and ')} can't be waived: what breaks them is no object that a cluster takes.

## Rules over settings

These judge the data of an environment before anything is rendered, and can't be waived.

${table(settings)}

## Warnings

What breaks one of these still works, and may not for long. \`npm run synth -- --strict\` stops at them.

${table(warnings)}
`;
}

function documented(name: string): DocumentedRule {
  const source = readFileSync(join(ENGINE, 'rules', `${name}.ts`), 'utf8');
  const { body } = parse(source, { sourceType: 'module', plugins: ['typescript'] }).program;
  const comment = body
    .find(({ type }) => type === 'ExportNamedDeclaration')
    ?.leadingComments?.at(-1)
    ?.value.replaceAll(/\s*\n\s*\* ?/g, '\n');
  const [text = ''] = (comment ?? '').replace(/^\*\s*/, '').split(/\n\n|\s*Source:/);
  return { name, sentence: text.replaceAll('\n', ' ').trim() };
}
