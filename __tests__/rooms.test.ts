import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from '@babel/parser';
import { ROOT } from './support';

/** A row of the table of rooms in CONTRIBUTING.md, the one place that says which may import which. */
interface Room {
  /** Files, and folders with a slash at the end. */
  readonly paths: readonly string[];
  readonly isOpen: boolean;
  readonly takesPackages: boolean;
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly exceptions: readonly string[];
}

const namesIn = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const [table] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('\n## Rooms\n')[1]!.split('\n## ');
const rooms = [...table!.matchAll(/^\| (`.+?) +\|.+\| (\S.*?) +\|$/gm)].map(([, paths, cell]): Room => {
  const [loaded = '', types] = cell!.split('; types of ');
  const [names = '', exceptions] = loaded.split(' but ');
  return {
    paths: namesIn(paths),
    isOpen: names === 'everything',
    takesPackages: names.endsWith('any package'),
    names: namesIn(names),
    types: namesIn(types),
    exceptions: namesIn(exceptions),
  };
});

/** The room of a file: the row that names it, or else the innermost folder that it is in. */
function roomOf(file: string): Room | undefined {
  const paths = rooms.flatMap((room) => room.paths.map((path) => ({ room, path })));
  const around = paths.filter(({ path }) => path === file || (path.endsWith('/') && file.startsWith(path)));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0]?.room;
}

interface Import {
  /** Name of a package, with the path in it, or path of a file. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly isType: boolean;
}

function mayImport(file: string, { target, isPackage, isType }: Import): boolean {
  const room = roomOf(file)!;
  const other = isPackage ? undefined : roomOf(target);
  const isNamed = (name: string) =>
    isPackage
      ? target === name || target.startsWith(`${name}/`)
      : other?.paths.includes(name) || (name.endsWith('/*') && target.startsWith(name.slice(0, -1)));
  // It loads every resource of Azure, which takes hundreds of megabytes.
  if (/^@cdktf\/provider-azurerm(\/lib(\/index)?)?$/.test(target)) return false;
  if (room.exceptions.some(isNamed)) return false;
  if (room === other || room.isOpen || (isPackage && room.takesPackages)) return true;
  return room.names.some(isNamed) || (isType && room.types.some(isNamed));
}

interface Node {
  readonly type: string;
  readonly source?: { readonly value: string } | null;
  readonly argument?: { readonly value: string };
  readonly callee?: { readonly type: string; readonly name?: string };
  readonly arguments?: readonly { readonly value?: string }[];
  readonly importKind?: string | null;
  readonly exportKind?: string | null;
}

/** Every import in a part of a file, before it runs and while it does. */
function importsIn(node: unknown): { readonly module: string; readonly isType: boolean }[] {
  if (Array.isArray(node)) return node.flatMap(importsIn);
  if (typeof node !== 'object' || node === null || !('type' in node)) return [];
  const { type, source, argument, callee, arguments: [first] = [], importKind, exportKind } = node as Node;
  const isCall = type === 'CallExpression' && (callee?.type === 'Import' || callee?.name === 'require');
  const module =
    source?.value ?? (type === 'TSImportType' ? argument?.value : isCall ? first?.value : undefined);
  const isType = type === 'TSImportType' || [importKind, exportKind].includes('type');
  return [...(module === undefined ? [] : [{ module, isType }]), ...Object.values(node).flatMap(importsIn)];
}

function resolve(file: string, module: string, isType = false): Import {
  if (!module.startsWith('.')) return { target: module, isPackage: true, isType };
  const path = join(dirname(file), module);
  const isFile = (each: string) => statSync(join(ROOT, each), { throwIfNoEntry: false })?.isFile();
  const target = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].find(isFile) ?? path;
  return { target, isPackage: false, isType };
}

/** Every source of the project, but what is generated. */
const files = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !/^(\.|node_modules$|imports$)/.test(name))
  .flatMap((entry) =>
    entry.isFile()
      ? entry.name
      : readdirSync(join(ROOT, entry.name), { recursive: true }).map((path) =>
          join(entry.name, String(path)),
        ),
  )
  .filter((file) => /\.[jt]s$/.test(file));

test('every file is in a room, and every room of the engine is there', () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  const isYours = (path: string) => /^(__tests__\/)?(environments|applications)\//.test(path);
  const paths = rooms.flatMap((room) => room.paths).filter((path) => !isYours(path));
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('each file imports what its room may import, and only entry points read environment variables', () => {
  const wrong = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const { body } = parse(text, { sourceType: 'unambiguous', plugins: ['typescript'] }).program;
    const imports = importsIn(body).filter(({ module }) => !isBuiltin(module));
    const isEntry = /^(main\.ts|commands\/|__tests__\/)/.test(file);
    return [
      ...imports
        .map(({ module, isType }) => resolve(file, module, isType))
        .filter((each) => !mayImport(file, each)),
      ...(text.includes('process.env') && !isEntry ? [{ target: 'process.env' }] : []),
    ].map(({ target }) => `${file}: ${target}`);
  });
  expect(wrong).toEqual([]);
});

const mayLoad = (file: string, module: string) => mayImport(file, resolve(file, module));

test.each([
  ['environments/azure/batch.ts', './pools'],
  ['environments/azure/batch.ts', 'cdktf'],
  ['environments/azure/batch.ts', '@cdktf/provider-azurerm/lib/resource-group'],
  ['environments/lab.ts', '@mine/package/path'],
  ['environments/kubernetes/platform.ts', 'cdk8s'],
  ['environments/kubernetes/platform.ts', '../../imports/security.istio.io'],
  ['applications/team/web.ts', '../curl'],
  ['applications/team/web.ts', '../../imports/networking.istio.io'],
  ['rules/objects/x.ts', '../../model/plan/ports'],
])('%s may import %s', (file, module) => expect(mayLoad(file, module)).toBe(true));

test.each([
  ['environments/lab.ts', '../model/schema/environment'],
  ['environments/lab.ts', '../index'],
  ['environments/azure/batch.ts', '@cdktf/provider-azurerm'],
  ['applications/team/web.ts', '../../environments'],
  ['applications/team/web.ts', '@cdktf/provider-azurerm/lib/resource-group'],
  ['aks/x.ts', '../mesh/revisions'],
  ['model/plan/x.ts', '../read'],
  ['charts/x.ts', '../stacks/cluster'],
  ['charts/x.ts', 'cdktf'],
  ['stacks/x.ts', '../rules'],
  ['rules/x.ts', '@kubernetes/client-node'],
  ['commands/x.ts', '../environments'],
  ['__tests__/model/x.ts', '../../applications/curl'],
])('%s may not import %s', (file, module) => expect(mayLoad(file, module)).toBe(false));

test('a room that may import the types of a package may not load it', () => {
  const file = 'model/schema/workload.ts';
  const types = ['cdk8s', '@kubernetes/client-node'].map((module) => [
    mayImport(file, resolve(file, module, true)),
    mayLoad(file, module),
  ]);
  expect(types).toEqual([
    [true, false],
    [true, false],
  ]);
});
