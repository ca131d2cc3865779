import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './folders';

/**
 * Runs something on the project as a commit has it, in a folder that goes with it; the repository is not touched.
 *
 * @param unreadable makes the error of a commit that is none
 */
export async function withCheckout<T>(
  commit: string,
  unreadable: (problem: string, cause: unknown) => Error,
  use: (folder: string, has: (file: string) => boolean) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'aks-istio-cdk-commit-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', PROJECT, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, GIT_INDEX_FILE: join(scratch, 'index') },
    }).trim();
  try {
    const tree = join(scratch, 'tree');
    try {
      const hash = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`);
      git('read-tree', hash);
      git('checkout-index', '--all', `--prefix=${tree}/`);
    } catch (error) {
      throw unreadable('no such commit', error);
    }
    const folder = join(tree, git('rev-parse', '--show-prefix'));
    // Its files import packages; those of the project are the ones that are installed.
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
    return await use(folder, (file) => existsSync(join(folder, file)));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
