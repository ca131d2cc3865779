import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './support';

declare global {
  namespace jest {
    interface Matchers<R> {
      /**
       * Whether a folder of the project holds these files, by their paths in it, and no other generated ones; `jest -u` makes it so.
       */
      toMatchFolder(folder: string, isGenerated: (path: string, text: string) => boolean): R;
    }
  }
}

/** What Jest counts for its summary, and whether it updates: all with `-u`, none with `--ci`, else what is new. */
interface SnapshotState {
  readonly _updateSnapshot: 'all' | 'new' | 'none';
  added: number;
  updated: number;
  matched: number;
  unmatched: number;
}

/** What of two files is shown. */
const DIFF = { expand: false, aAnnotation: 'Snapshot', bAnnotation: 'Rendered' } as const;

/** Compares every file, and shows all that differ: as `toMatchSnapshot` does, but with a file of its own for each. */
export function toMatchFolder(
  this: jest.MatcherContext,
  rendered: ReadonlyMap<string, string | Buffer>,
  folder: string,
  isGenerated: (path: string, text: string) => boolean,
): jest.CustomMatcherResult {
  const state: SnapshotState = this.snapshotState;
  const { _updateSnapshot: updates } = state;
  const reviewed = new Map(
    filesIn(join(ROOT, folder)).filter(([path, text]) => rendered.has(path) || isGenerated(path, `${text}`)),
  );
  const problems: string[] = [];
  for (const path of new Set([...rendered.keys(), ...reviewed.keys()])) {
    const [before, after] = [reviewed.get(path), rendered.get(path)];
    const file = join(folder, path);
    if (before && after !== undefined && before.equals(Buffer.from(after))) state.matched++;
    else if (updates === 'all' || (updates === 'new' && !before)) {
      state[before ? 'updated' : 'added']++;
      put(join(ROOT, file), after);
      console.log(`${!before ? 'written' : after === undefined ? 'removed' : 'updated'}  ${file}`);
    } else {
      state.unmatched++;
      if (!before) problems.push(`${file} is missing: it is now rendered`);
      else if (after === undefined) problems.push(`${file} is obsolete: it is no longer rendered`);
      else problems.push(`${file} differs:\n\n${this.utils.diff(`${before}`, `${after}`, DIFF)}`);
    }
  }
  // What the test compares next is shown too.
  this.dontThrow();
  const fix = 'To update: npm run snapshots, and review the diff.';
  return { pass: problems.length === 0, message: () => [...problems, fix].join('\n\n') };
}

/** Every file below a folder, by its path in it. */
function filesIn(folder: string): [string, Buffer][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path), readFileSync(path)]);
}

/** Writes a file, or removes it and the folder that it was the last one in. */
function put(path: string, content: string | Buffer | undefined): void {
  if (content === undefined) {
    rmSync(path);
    if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path));
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
