// Starts a program of the project, as in `node commands/start.js main.ts`: from one file that commands/bundle.js makes of it, and
// one of each package that it uses. They are kept for the next start, and checked against all that they were made from.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

const ROOT = path.join(__dirname, '..');
const MODULES = fs.realpathSync(path.join(ROOT, 'node_modules'));
const CACHE = path.join(MODULES, '.cache', 'aks-istio-cdk');

/**
 * V8 is made for programs that run for long and may not pause. A run of seconds costs less if V8 compiles again later, 6 and 20 times
 * as late as by default, what runs often, and if it looks for what is in use when it must and not all the while. It complains of
 * flags that it does not know; these were seen in the lines of Node from the first to the last.
 */
const V8 = {
  flags: [
    '--no-incremental-marking',
    '--invocation-count-for-maglev=2500',
    '--invocation-count-for-turbofan=60000',
  ],
  first: 22,
  last: 26,
};

/** What a bundle begins with: the function that Node makes of a module, then a comment with what it was made from. */
const HEAD = '(function (exports, require, module, __filename, __dirname) { //';

const isSource = (name) => /\.([cm]?[jt]sx?|json)$/.test(name);

/** What changes with a file, even where its time and size are put back; of a folder, which sources it has. */
function stampOf(name) {
  const stat = fs.statSync(name);
  if (stat.isDirectory()) return fs.readdirSync(name).filter(isSource).join();
  return `${stat.mtimeMs} ${stat.ctimeMs} ${stat.size} ${stat.ino}`;
}

function hashOf(text, seed = 5381) {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 33) + text.charCodeAt(index)) | 0;
  return hash;
}

/** Changes with the way in which bundles are made. */
const WAY = hashOf(
  [__filename, path.join(__dirname, 'bundle.js')].map((file) => fs.readFileSync(file, 'utf8')).join(''),
);

/** Where a bundle is kept: a program by its project, a package by the folder of all packages, which several copies may share. */
function fileOf({ place, name, outside }) {
  const hash = (hashOf(`${place} ${name} ${outside}`, WAY) >>> 0).toString(36);
  return path.join(CACHE, `${name.replaceAll(/[^\w.-]/g, '+')}-${hash}.js`);
}
const programOf = (entry) => ({ place: ROOT, name: path.relative(ROOT, entry) });
/** @param outside which packages are no part of the bundle of another, in a word */
const bundleOf = (name, outside) => ({ place: MODULES, name, outside });

/** A bundle all of whose sources are as they were; undefined where there is none, or where it is broken. */
function kept(key) {
  try {
    const file = fileOf(key);
    const code = fs.readFileSync(file, 'utf8');
    const about = JSON.parse(code.slice(HEAD.length, code.indexOf('\n')));
    const { place, name, length, second, stamps, mapSize } = about;
    if (place !== key.place || name !== key.name || length !== code.length - code.indexOf('\n'))
      return undefined;
    if (fs.statSync(file).mtimeMs !== second * 1000) return undefined;
    if (mapSize !== undefined) {
      const map = fs.statSync(`${file}.map`);
      if (map.size !== mapSize || map.mtimeMs !== second * 1000) return undefined;
    }
    for (const [source, stamp] of Object.entries(stamps)) if (stampOf(source) !== stamp) return undefined;
    return { ...about, file, code };
  } catch {
    return undefined;
  }
}

/** The bundles of packages that are used, by name. What is not here is loaded as Node would. */
const bundles = new Map();

/**
 * Finds the bundles of all packages that a bundle uses, and of those that they use. One that is missing would be loaded with all
 * that it uses itself, so that one class would be two: without it, no bundle is used.
 *
 * @returns whether all were found
 */
function gather({ uses, outside }) {
  const found = new Map();
  const find = (name) => {
    if (bundles.has(name) || found.has(name)) return true;
    const bundle = kept(bundleOf(name, outside));
    if (bundle === undefined) return false;
    found.set(name, bundle);
    return bundle.uses.every(find);
  };
  const isWhole = uses.every(find);
  if (isWhole) for (const [name, bundle] of found) bundles.set(name, bundle);
  return isWhole;
}

/** Writes a file in one step. Its time is a whole second: what is changed later has another. */
function put(file, content, second) {
  const written = `${file}.${process.pid}`;
  fs.writeFileSync(written, content);
  fs.utimesSync(written, second, second);
  fs.renameSync(written, file);
}

/** Packages that are loaded, by name. */
const loaded = new Map();
const requireHere = Module.createRequire(path.join(ROOT, 'package.json'));

/** Loads a package: the one file that is made of it, or else the package itself. */
function load(name) {
  if (loaded.has(name)) return loaded.get(name).exports;
  const bundle = bundles.get(name);
  return bundle ? run(bundle, (module) => loaded.set(name, module)) : requireHere(name);
}

/** @param register takes the module before it runs, for a package that it loads may load it too */
function run(bundle, register) {
  const { file } = bundle;
  const module = Object.assign(new Module(file), { filename: file });
  register?.(module);
  const require = Object.assign((name) => load(name), requireHere);
  compiled(bundle)(module.exports, require, module, file, CACHE);
  return module.exports;
}

/** What V8 has compiled once the program ends, to keep. */
const compiling = [];

/**
 * The function of a bundle. What V8 has compiled of it is kept too. V8 compares no more of that than the length of the code, so the
 * id of the bundle stands before it.
 */
function compiled({ file, code, id, second }) {
  const keptFile = `${file}.${process.version}`;
  let cachedData;
  try {
    const data = fs.readFileSync(keptFile);
    const isWhole = fs.statSync(keptFile).mtimeMs === second * 1000;
    if (isWhole && data.toString('latin1', 0, id.length) === id) cachedData = data.subarray(id.length);
  } catch {}
  const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new vm.Script(code, { filename: file, cachedData, importModuleDynamically });
  if (id !== undefined && (cachedData === undefined || script.cachedDataRejected))
    compiling.push({ keptFile, id, second, script });
  return script.runInThisContext();
}

function keepCompiled() {
  for (const { keptFile, id, second, script } of compiling)
    try {
      put(keptFile, Buffer.concat([Buffer.from(id), script.createCachedData()]), second);
    } catch {}
}

/** The programs that errors may come from, by file: one, and what it loads of other copies of the project. */
const programs = new Map();

/** Runs a program, whose errors point at lines of TypeScript. Node would read all of its map now, and not when the first error shows. */
function loadProgram(program) {
  programs.set(program.file, program);
  Error.prepareStackTrace = withSources;
  return run(program);
}

function withSources(error, sites) {
  const frames = sites.map((site) => {
    try {
      // cdktf has V8 note where a token was made, in what is no error and nobody reads.
      return error instanceof Error ? placeOf(site) : String(site);
    } catch {
      return String(site);
    }
  });
  return [String(error), ...frames].join('\n    at ');
}

/** A line of a stack trace. */
function placeOf(site) {
  const text = String(site);
  const program = programs.get(site.getFileName());
  if (program === undefined) return text;
  const { file, map } = program;
  program.lines ??= new Module.SourceMap(JSON.parse(map ?? fs.readFileSync(`${file}.map`, 'utf8')));
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  // The first line of the bundle is its head.
  const { originalSource, originalLine } = program.lines.findEntry(line - 2, column - 1);
  if (originalSource === undefined) return text;
  return text.replace(
    `${file}:${line}:`,
    () => `${path.resolve(CACHE, originalSource)}:${originalLine + 1}:`,
  );
}

/** A program all of whose packages are there too. */
const whole = (program) => (program !== undefined && gather(program) ? program : undefined);

async function start(name) {
  const line = Number.parseInt(process.versions.node, 10);
  // V8 takes nothing that it compiled under other flags, so that they come first.
  if (line >= V8.first && line <= V8.last) for (const flag of V8.flags) v8.setFlagsFromString(flag);
  const entry = path.resolve(name);
  process.argv.splice(1, 2, entry);
  const program = whole(kept(programOf(entry))) ?? (await require('./bundle').makeProgram(entry));
  if (program.circle)
    console.error(
      `warning: files import each other, so that one may find undefined: ${program.circle.join(' -> ')}; move what several need into another file`,
    );
  // What V8 compiles for the help alone would stay all that is kept of it.
  if (!process.argv.some((each) => ['--help', '-h'].includes(each))) process.once('exit', keepCompiled);
  loadProgram(program);
}

module.exports = {
  ROOT,
  MODULES,
  CACHE,
  V8,
  HEAD,
  hashOf,
  isSource,
  stampOf,
  fileOf,
  programOf,
  bundleOf,
  kept,
  gather,
  put,
  loadProgram,
};
if (require.main === module) void start(process.argv[2]);
