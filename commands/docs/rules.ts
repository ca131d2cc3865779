import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from '@babel/parser';
import { WARNING_RULES } from '../../rules';
import { UNWAIVABLE, WAIVER_PREFIX } from '../../rules/waivers';
import { ENGINE } from '../folders';

const RULES = join(ENGINE, 'rules');

/** A rule as the documentation shows it. */
export interface DocumentedRule {
  readonly name: string;
  /** Folder that it is in, such as `settings/calls`. */
  readonly folder: string;
  /** What its docstring says, without the source. */
  readonly sentence: string;
}

/** Titles of the sections, by folder, in their order. */
const SECTIONS: Readonly<Record<string, string>> = {
  'objects/all-kinds': 'All kinds',
  'objects/workloads': 'Workloads and Services',
  'objects/gateways': 'Gateways',
  'objects/routes': 'Routes',
  'objects/policies': 'Policies',
  'settings/cluster': 'The cluster',
  'settings/mesh': 'The mesh',
  'settings/gateways': 'Ingress gateways',
  'settings/workloads': 'Workloads',
  'settings/calls': 'Calls',
  'settings/exposure': 'Exposed ports',
  'settings/traffic': 'Traffic',
};

/** Every rule, in the order of the sections and then of the alphabet. */
export function documentedRules(): DocumentedRule[] {
  return Object.keys(SECTIONS).flatMap((folder) =>
    readdirSync(join(RULES, folder))
      .toSorted()
      .map((file) => ({
        name: basename(file, '.ts'),
        folder,
        sentence: firstSentence(readFileSync(join(RULES, folder, file), 'utf8')),
      })),
  );
}

/** The list of rules, as docs/rules.md has it, but for the widths of its tables. */
export function rulesPage(): string {
  const rules = documentedRules();
  const isWarning = ({ name }: DocumentedRule) => Object.hasOwn(WARNING_RULES, name);
  const table = (listed: readonly DocumentedRule[]) =>
    `| Rule | What must hold |\n| --- | --- |\n${listed.map(({ name, sentence }) => `| \`${name}\` | ${sentence.replaceAll('|', '\\|')} |`).join('\n')}`;
  const sections = (kind: string) =>
    Object.entries(SECTIONS)
      .filter(([folder]) => dirname(folder) === kind)
      .map(([folder, title]) => {
        const listed = rules.filter((rule) => rule.folder === folder && !isWarning(rule));
        return `### ${title}\n\n${table(listed)}`;
      })
      .join('\n\n');
  return `# Rules

What types cannot check, rules do, one a file in \`rules/\`. What breaks a rule stops \`npm run synth\`, and nothing is written: the
message names the setting or the object, the field, the value, what is wrong and what to do about it. \`npm run docs\` makes this page from
the rules, and a test keeps it true.

## Rules over rendered objects

These judge every object of an environment together: those of all applications, of their hooks and of their manifests and Helm charts.

${sections('objects')}

## Waivers

An object can waive a rule over objects for itself. The annotation's name ends in the name of the rule, and its value is the reason:

\`\`\`yaml
metadata:
  annotations:
    ${WAIVER_PREFIX}load-balancers-accept-plaintext: ends in March, ticket 4711
\`\`\`

- The annotation stands on the object that the message names, not on its pods. It is rendered, so that a review sees it.
- \`npm run synth\` prints every waiver on a line: \`waived: lab: load-balancers-accept-plaintext for Service pets/shop: ends in March, ticket 4711\`.
- A waiver without a reason is a fault, and so is one of a rule that does not exist.
- A waiver that waives nothing is a fault too: left over, it would let the next breach pass with a reason that was given for another. It
  is not left over while the same waiver of the same object is needed in another environment.
- ${UNWAIVABLE.map((rule) => `\`${rule}\``).join(' and ')} cannot be waived: a cluster does not accept an object that breaks them.

## Rules over settings

These judge the settings of an environment before anything is rendered, and cannot be waived.

${sections('settings')}

## Warnings

What breaks one of these works today, but may not for long. \`npm run synth -- --strict\` stops at them.

${table(rules.filter(isWarning))}
`;
}

/** What the docstring of a rule says, without its source. */
function firstSentence(source: string): string {
  const { body } = parse(source, { sourceType: 'module', plugins: ['typescript'] }).program;
  const comment = body
    .find(({ type }) => type === 'ExportNamedDeclaration')
    ?.leadingComments?.at(-1)
    ?.value.replaceAll(/\s*\n\s*\* ?/g, '\n');
  const [text = ''] = (comment ?? '').replace(/^\*\s*/, '').split(/\n\n|\s*Source:/);
  return text.replaceAll('\n', ' ').trim();
}
