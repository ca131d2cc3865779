import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that hold no source of the project. */
const FOREIGN = ['node_modules', 'dist', 'cdktf.out', '.git', 'coverage'];

/** Words of the store that nothing but the store says, spelled so that this file does not say them. */
const WORDS = /store-[f]ront|[c]ontoso|[r]abbitmq/i;

/** Sources of a copy of the project that mention the store. */
export function storeIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !FOREIGN.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return storeIn(path).map((file) => join(entry.name, file));
      const mentions = entry.name.endsWith('.ts') && WORDS.test(readFileSync(path, 'utf8'));
      return mentions ? [relative(folder, path)] : [];
    });
}
