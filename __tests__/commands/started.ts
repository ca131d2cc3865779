import { cpSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, run, runBeside } from '../support';

/** A project with a program, a package and a cache of its own. */
export function project(folder: string, name: string, files: Readonly<Record<string, string>> = {}) {
  const root = join(folder, name);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    // A whole second, which can be put back exactly.
    utimesSync(join(root, path), 1_000, 1_000);
  };
  for (const [path, text] of Object.entries({ ...PROJECT, ...files })) put(path, text);
  for (const file of ['start.js', 'bundle.js', 'folders.js'])
    cpSync(join(ROOT, 'commands', file), join(root, 'commands', file));
  for (const tool of ['esbuild', '@esbuild'])
    symlinkSync(join(ROOT, 'node_modules', tool), join(root, 'node_modules', tool));
  const args = [join(root, 'commands/start.js'), 'main.ts'];
  const seen = ({ status, stdout, stderr }: ReturnType<typeof run>) =>
    status === 0 ? stdout.trim() : stderr;
  return {
    root,
    put,
    /** What the program prints, or what went wrong. */
    start: () => seen(run(process.execPath, args)),
    startBeside: async () => seen(await runBeside(process.execPath, args)),
    cache: join(root, 'node_modules/.cache/aks-istio-cdk'),
  };
}

export const PROJECT = {
  'package.json': '{}',
  'tsconfig.json': '{}',
  'data.json': '{ "value": "data 1" }',
  'part/index.ts': "export const part: string = 'part 1';",
  'main.ts': `
    import { value } from './data.json';
    import { part } from './part';
    void (async () => console.log([part, value, (await import('pack')).version].join(', ')))();`,
  'node_modules/.package-lock.json': '{ "version": 1 }',
  'node_modules/pack/package.json': '{ "name": "pack", "version": "1.0.0", "main": "v1.js" }',
  'node_modules/pack/v1.js': "exports.version = 'pack 1';",
  'node_modules/pack/v2.js': "exports.version = 'pack 2';",
};
