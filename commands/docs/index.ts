import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { FaultError } from '../../model/fault';
import { ENGINE } from '../folders';
import { command, run } from '../run';
import { documentedSettings, type DocumentedSetting } from './settings';
import { rulesPage } from './rules';
import { verifyPage } from './verify';

const FILE = join(ENGINE, 'docs', 'settings.md');
const RULES = join(ENGINE, 'docs', 'rules.md');
const VERIFY = join(ENGINE, 'docs', 'verify.md');

/** The parts of the page, each with the start of the paths that it leaves out; the longest start counts. */
const PARTS = {
  'An environment': '',
  'An application': 'namespaces.<name>.applications.<name>.',
  'A workload': 'namespaces.<name>.applications.<name>.workloads.<name>.',
};

/** The list of settings, as docs/settings.md has it. */
export async function settingsPage(): Promise<string> {
  const settings = documentedSettings();
  const startOf = (path: string) =>
    Object.values(PARTS)
      .toReversed()
      .find((start) => path.startsWith(start));
  const tables = Object.entries(PARTS).map(([title, start]) => {
    const rows = settings
      .filter(({ path }) => startOf(path) === start)
      .map((setting) => row({ ...setting, path: setting.path.slice(start.length) }));
    return `## ${title}\n\n| Setting | Value | What it means | Without it |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
  });
  const sections = Object.keys(PARTS).map(
    (title) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`,
  );
  const page = `# Settings

Every setting of an environment, of its applications and of their workloads. \`npm run docs\` makes this page from the schema in \`model/\`, and a
test keeps it true. \`NAME\` is a name of your own. Kubernetes' own fields are plain data; they are merged over what is rendered.

${sections.join('\n')}

${tables.join('\n\n')}

Variables of the shell may override an environment: \`npm run synth -- --help\` lists yours.
`;
  return formatted(page, FILE);
}

async function formatted(page: string, file: string): Promise<string> {
  return format(page, { ...(await resolveConfig(file)), filepath: file });
}

function row({ path, type, isOptional, description, defaultInWords }: DocumentedSetting): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const without = isOptional ? cell(defaultInWords ?? 'none') : 'required';
  return `| \`${path.replaceAll('<name>', 'NAME')}\` | ${cell(type)} | ${cell(description)} | ${without} |`;
}

/** Every page that is made, by its path. */
async function pages(): Promise<Record<string, string>> {
  return {
    [FILE]: await settingsPage(),
    [RULES]: await formatted(rulesPage(), RULES),
    [VERIFY]: await verifyPage(readFileSync(VERIFY, 'utf8'), VERIFY),
  };
}

async function docs({ check }: { check?: true }): Promise<void> {
  const made = Object.entries(await pages());
  const name = (file: string) => relative(ENGINE, file);
  const stale = made.filter(([file, page]) => !existsSync(file) || readFileSync(file, 'utf8') !== page);
  if (!check) for (const [file, page] of made) writeFileSync(file, page);
  else if (stale.length > 0)
    throw new FaultError(
      stale.map(([file]) => ({
        where: name(file),
        problem: 'is out of date',
        fix: 'run npm run docs, and review the diff',
      })),
      'nothing was written',
    );
  for (const [file] of made)
    console.log(
      `${name(file)} is ${check || !stale.some(([each]) => each === file) ? 'as it was' : 'written'}`,
    );
}

if (require.main === module)
  void run(
    command('docs', 'Writes docs/settings.md, docs/rules.md, and what docs/verify.md takes from verify.')
      .option('--check', 'write nothing, and fail where a page would change')
      .action(docs),
  );
