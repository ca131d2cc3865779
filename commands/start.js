// Starts a program of the project, as in `node commands/start.js main.ts`: from one file of its sources and one of all packages that it
// uses. commands/bundle.js makes them; they are kept for the next start, and so is what V8 compiles of them.
const { hash } = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { ENGINE, PROJECT } = require('./folders');

const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'aks-istio-cdk');
const fileOf = (...about) => path.join(CACHE, `${hash('sha256', `${[process.version, ...about]}`)}.js`);

/** Changes with a file, even where its size and time are put back, and with a folder where a source is added or removed. */
function stampOf(name) {
  const stat = fs.statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    return `${fs.readdirSync(name).filter((file) => /\.([cm]?[jt]sx?|json)$/.test(file))}`;
  return stat ? `${stat.mtimeMs} ${stat.ctimeMs} ${stat.size} ${stat.ino}` : '';
}

/** The bundle in a file, unless something that it was made from has changed: its last line has the stamps. */
function kept(file) {
  try {
    const code = fs.readFileSync(file, 'utf8');
    const { packages, stamps } = JSON.parse(code.slice(code.lastIndexOf('\n//') + 3));
    const isFresh = Object.entries(stamps).every(([name, stamp]) => stampOf(name) === stamp);
    return isFresh ? { file, code, packages, isKept: true } : undefined;
  } catch {
    return undefined;
  }
}

/** The function that a bundle is. Node takes its source map, but maps no trace yet: cdktf asks for one of each token, which nobody reads. */
function compiled({ file, code }) {
  const module = new Module(file);
  process.setSourceMapsEnabled(true);
  // oxlint-disable-next-line no-underscore-dangle -- what each tool calls that gives Node code of its own
  module._compile(code, file);
  process.setSourceMapsEnabled(false);
  return module.exports;
}

/** What a program of this engine, or of another copy of it, exports once it has run. */
async function load(entry, engine = ENGINE) {
  const file = fileOf(engine, entry);
  const program = kept(file) ?? (await require('./bundle').bundleProgram(file, entry, engine));
  const packagesFile = fileOf(program.packages);
  const packages =
    kept(packagesFile) ?? (await require('./bundle').bundlePackages(packagesFile, program.packages));

  // Node keeps what V8 has compiled once a file is loaded, but V8 compiles most functions when they are first called. So a new bundle is
  // loaded again at the end, when V8 has them.
  const made = [program, packages].filter(({ isKept }) => !isKept);
  const functions = new Map(made.map((bundle) => [bundle, compiled(bundle)]));
  if (made.length < 2) Module.enableCompileCache(CACHE);
  process.once('exit', () => {
    Module.enableCompileCache(CACHE);
    made.forEach(compiled);
  });

  const run = (bundle, require, module = { exports: {} }) => {
    (functions.get(bundle) ?? compiled(bundle))(module.exports, require, module);
    return module.exports;
  };
  const own = Module.createRequire(path.join(PROJECT, 'package.json'));
  const bundled = run(packages, own);
  return run(
    program,
    Object.assign((name) => (Object.hasOwn(bundled, name) ? bundled[name]() : own(name)), own),
  );
}

module.exports = { CACHE, load, stampOf };
if (require.main === module) {
  const entry = path.resolve(ENGINE, process.argv[2]);
  process.argv.splice(1, 2, entry);
  process.once('uncaughtExceptionMonitor', (error) => {
    process.setSourceMapsEnabled(true);
    void error?.stack; // A trace is mapped when it is first read.
  });
  void load(entry);
}
