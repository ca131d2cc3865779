import { format, resolveConfig } from 'prettier';
import { renderObjects } from '../../charts/synth';
import { CHECKS } from '../../verify';
import type { DesiredState } from '../../verify/check';
import { buildRoles } from '../../verify/roles';
import type { Result } from '../../verify/run';
import { verifyCommand } from '../verify';
import { example } from './verify-example';
import { formatRoles } from '../verify-roles';
import { resultsTable } from '../verify-table';

/** Width of the help text on the page. */
const WIDTH = 110;

/** docs/verify.md with the parts between its markers as the checks and the command have them. */
export async function verifyPage(page: string, path: string): Promise<string> {
  const desired = { environment: example, rendered: await renderObjects(example) };
  const parts: Readonly<Record<string, string>> = {
    help: block('', helpText()),
    checks: checksTable(desired),
    results: block('', resultsTable(healthyResults(desired))),
    failure: block('', resultsTable(brokenResults('sidecars', desired))),
    roles: block('yaml', formatRoles(await buildRoles(desired, Object.keys(CHECKS)))),
  };
  const filled = Object.entries(parts).reduce((text, [name, part]) => between(text, name, part), page);
  return format(filled, { ...(await resolveConfig(path)), filepath: path });
}

/** What every expectation of an environment shows on a cluster that meets it. */
export function healthyResults(desired: DesiredState): Result[] {
  return Object.entries(CHECKS).flatMap(([check, { expectations }]) =>
    expectations(desired).map((each): Result => {
      const { name } = each;
      return 'skipped' in each
        ? { check, name, verdict: 'skipped', expected: '', actual: each.skipped, seconds: 0 }
        : { check, name, verdict: 'passed', expected: each.expected, actual: each.expected, seconds: 0 };
    }),
  );
}

/** The results of a check that has one expectation, on the cluster that its example is of. */
function brokenResults(name: string, desired: DesiredState): Result[] {
  return healthyResults(desired)
    .filter(({ check }) => check === name)
    .map((result) => ({ ...result, verdict: 'failed', actual: CHECKS[name]!.example }));
}

function checksTable(desired: DesiredState): string {
  const rows = Object.entries(CHECKS).map(([name, { summary, example: shown, expectations }]) => {
    const waits = expectations(desired).some((each) => 'settles' in each && each.settles);
    return `| \`${name}\` | ${summary} | ${waits ? 'yes' : 'no'} | \`${shown}\` |`;
  });
  return `| Check | What it expects | Waits | Example of what it shows otherwise |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

function helpText(): string {
  return verifyCommand(async () => {})
    .configureHelp({ helpWidth: WIDTH })
    .helpInformation()
    .trim();
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function between(page: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no '${start}' with '${end}' after it`);
  return `${page.slice(0, from)}${start}\n\n${part}\n\n${page.slice(to)}`;
}
