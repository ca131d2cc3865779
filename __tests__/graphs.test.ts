import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../commands/environments';
import { graphPages } from '../commands/graph';
import { ROOT, TODAY } from './support';

const folder = join(ROOT, 'docs/graphs');

/** Whether this run of jest takes what it sees as reviewed: `jest -u`. */
function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as {
    readonly snapshotState: Readonly<Record<string, unknown>>;
  };
  return snapshotState['_updateSnapshot'] === 'all';
}

test('the pages in docs/graphs show the calls that are declared; npm run graph or jest -u writes them anew', () => {
  // Pages of applications that are gone are no fault here: npm run graph takes them away.
  const pages = graphPages(loadEnvironments({}, TODAY).environments);
  if (isUpdating()) {
    mkdirSync(folder, { recursive: true });
    for (const [file, page] of pages) writeFileSync(join(folder, file), page);
  }
  const written = [...pages.keys()].map((file) => {
    const path = join(folder, file);
    return [file, existsSync(path) ? readFileSync(path, 'utf8') : 'there is no such page'];
  });
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(pages));
});
