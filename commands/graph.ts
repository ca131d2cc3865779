import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from '../model/schema/environment';
import { renderCallGraph } from '../model/plan/call-graph-diagram';
import { PROJECT } from './folders';
import { command, run } from './run';
import { today } from './today';
import type { Plan } from '../model/plan';

/** Folder of the pictures, in the project. */
const FOLDER = join('docs', 'graphs');

const MADE = '<!-- Made by npm run graph from the calls that the application declares. -->';

/** Whether a page was made here, and not by a person. */
export function isGraphPage(text: string): boolean {
  return text.startsWith(MADE);
}

/** A page for each application, by its file: as the first environment that has it declares it. */
export function graphPages(environments: readonly Plan[]): Map<string, string> {
  const pages = new Map<string, string>();
  for (const environment of environments)
    for (const [namespace, { applications }] of Object.entries(environment.namespaces))
      for (const name of Object.keys(applications)) {
        const file = `${name}.md`;
        if (pages.has(file)) continue;
        const picture = renderCallGraph(environment, { namespace, application: name });
        pages.set(
          file,
          `${MADE}\n\n# Who calls whom in ${name}\n\nAs the environment \`${environment.name}\` has it.\n\n\`\`\`mermaid\n${picture}\n\`\`\`\n`,
        );
      }
  return pages;
}

async function graph(): Promise<void> {
  const { loadEnvironments } = await import('./environments');
  const pages = graphPages(loadEnvironments(process.env as Variables, today()).environments);
  const folder = join(PROJECT, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder))
    if (!pages.has(file) && isGraphPage(readFileSync(join(folder, file), 'utf8'))) rmSync(join(folder, file));
  for (const [file, page] of pages) {
    writeFileSync(join(folder, file), page);
    console.log(join(FOLDER, file));
  }
}

if (require.main === module)
  void run(
    command('graph', 'Draws who calls whom in each application, from the calls that it declares.').action(
      graph,
    ),
  );
