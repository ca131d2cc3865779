import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT, run } from '../support';

/** What is made, not written: a copy of the project does without it. */
const MADE = ['.git', 'node_modules', 'dist', 'cdktf.out', 'coverage', '.terraform'];

/** Copies the project, tests included, for a test to change it; packages are those of the original. */
export function copyProject(folder: string): void {
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !MADE.includes(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

/** How long a program may take in a copy, in milliseconds: it may be the whole suite. */
const PATIENCE = 3_600_000;

/** Runs a program in a copy, as a person would in a shell of their own. */
export function runIn(
  folder: string,
  command: string,
  args: readonly string[],
  variables: Record<string, string> = {},
) {
  return run(command, args, variables, { cwd: folder, timeout: PATIENCE });
}

/** A file that a page of the documentation shows: a block whose first line is a comment with its path. */
export interface Shown {
  readonly path: string;
  readonly text: string;
}

/** The text of a page. */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The fenced blocks of a page in one language, in order. */
export function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?\\n)\`\`\`$`, 'gms'))].map(
    ([, block]) => block!,
  );
}

/** The files that a page shows, in some languages: each of their blocks is one. */
export function filesShown(markdown: string, languages: readonly string[] = ['ts', 'yaml']): Shown[] {
  return languages.flatMap((language) =>
    blocks(markdown, language).map((text) => {
      const [, path] = /^(?:\/\/|#) (\S+)\n/.exec(text) ?? [];
      if (path === undefined) throw new Error(`this block does not say which file it is:\n${text}`);
      return { path, text };
    }),
  );
}

/** Writes files into a copy of the project. */
export function write(folder: string, files: readonly Shown[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Applies a change that a page shows, hunk by hunk: each must fit in one place only. */
export function edit(file: string, diff: string): void {
  let text = readFileSync(file, 'utf8');
  for (const hunk of diff.split(/^@@\n/m)) {
    const lines = hunk.trimEnd().split('\n');
    const side = (sign: string) =>
      lines
        .filter((line) => !line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const [before, after] = [side('+'), side('-')];
    if (text.split(before).length !== 2)
      throw new Error(`${file} has ${text.split(before).length - 1} times:\n${before}`);
    text = text.replace(before, () => after);
  }
  writeFileSync(file, text);
}

/** Makes the copy a repository of its own, as a user's is. */
export function commit(folder: string, message: string): void {
  const git = (...args: string[]) =>
    succeed(folder, 'git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** Runs a program in a copy and gives what it printed; a failure shows that. */
export function succeed(folder: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = runIn(folder, command, args);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}
