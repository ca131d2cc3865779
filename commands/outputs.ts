import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { FaultError } from '../model/fault';
import type { OutputFiles } from '../review/output';
import { PROJECT } from './folders';

/** Folder of what the environments rendered when they were last reviewed. */
const SNAPSHOTS = 'snapshots/';

function git(args: readonly string[], input?: string): string {
  return execFileSync('git', ['-C', PROJECT, ...args], {
    encoding: 'utf8',
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 30,
    ...(input !== undefined && { input }),
  });
}

/**
 * The commit to compare with: the one that a revision names, or where the branch left `origin/main`.
 *
 * @throws FaultError of a revision that git does not know
 */
export function findBase(revision?: string): string {
  try {
    return revision === undefined
      ? git(['merge-base', 'HEAD', 'origin/main']).trim()
      : git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch (error) {
    const fault =
      revision === undefined
        ? {
            where: 'npm run review',
            problem: "git knows no commit that this branch and 'origin/main' share",
            fix: "run 'git fetch origin main', with --unshallow in a shallow clone, or name what to compare with: npm run review -- HEAD~1",
          }
        : {
            where: 'npm run review',
            value: revision,
            problem: 'is neither a commit of git nor a folder',
            fix: 'name a commit, a branch or a folder, such as origin/main',
          };
    throw new FaultError([fault], 'nothing was reviewed', { cause: error });
  }
}

/**
 * The output as the snapshots of a commit have it, without running anything of that commit.
 *
 * @throws FaultError of a commit without snapshots
 */
export function readCommit(commit: string): OutputFiles {
  const prefix = git(['rev-parse', '--show-prefix']).trim();
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', commit, `${prefix}${SNAPSHOTS}`]);
  const entries = listed.split('\0').flatMap((line) => {
    const [about = '', path = ''] = line.split('\t');
    const [, type, id] = about.split(' ');
    return type === 'blob' ? [{ id: id!, path: path.slice(prefix.length + SNAPSHOTS.length) }] : [];
  });
  if (entries.length === 0)
    throw new FaultError(
      [
        {
          where: `git commit ${commit.slice(0, 12)}`,
          problem: `has no ${SNAPSHOTS}, so what it rendered is not known`,
          fix: 'compare with a commit that has them, or synthesize it and name two folders: npm run review -- BEFORE AFTER (docs/review.md)',
        },
      ],
      'nothing was reviewed',
    );
  const ids = entries.map(({ id }) => id);
  const contents = splitBatch(git(['cat-file', '--batch'], `${ids.join('\n')}\n`), ids.length);
  return new Map(entries.map(({ path }, index) => [path, contents[index]!]));
}

/** The objects in what `git cat-file --batch` prints: a line with the size in bytes before each. */
function splitBatch(text: string, length: number): string[] {
  let rest = Buffer.from(text);
  return Array.from({ length }, () => {
    const end = rest.indexOf('\n');
    const size = Number(rest.toString('utf8', 0, end).split(' ')[2]);
    const content = rest.toString('utf8', end + 1, end + 1 + size);
    rest = rest.subarray(end + size + 2);
    return content;
  });
}

/** The output in a folder that is laid out as `snapshots/` is. */
export function readFolder(folder: string): OutputFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}

export const isFolder = (path: string): boolean => existsSync(join(path, 'kubernetes'));

/** The differences of two outputs, file by file, without what Secrets hold. */
export function diffOutputs(before: OutputFiles, after: OutputFiles): string {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) =>
      createTwoFilesPatch(path, path, hideSecrets(before.get(path)), hideSecrets(after.get(path)), '', '', {
        context: 3,
      }),
    )
    .join('\n');
}

/** A file with a Secret is not shown: its values stand in too many forms. */
function hideSecrets(text = ''): string {
  return /^kind: Secret$/m.test(text) ? '(a Secret: hidden)\n' : text;
}
