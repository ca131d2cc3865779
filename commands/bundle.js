// Makes the files that commands/start.js starts a program from.
const { build } = require('esbuild');
const fs = require('node:fs');
const { isBuiltin } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { ENGINE, PROJECT } = require('./folders');
const { CACHE, stampOf } = require('./start');

/** Files after which the cache is emptied: copies of the project may share it, and leave theirs there. */
const MAX_FILES = 100;

/** Packages that look for files of their own: Node loads them as they are. */
const NOT_BUNDLED = ['esbuild', 'prettier'];

/** What a bundle is made from beside its sources: the settings of imports, this code, the versions of packages. */
const SETTINGS = [
  ...['package.json', 'tsconfig.json', 'commands/start.js', __filename].map((name) =>
    path.resolve(ENGINE, name),
  ),
  path.join(PROJECT, 'node_modules', '.package-lock.json'),
];

/** Has each source know where it is, and each broken one throw what is wrong with it once it is loaded: a program may do without it. */
const sources = (entry, broken) => ({
  name: 'sources',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path: filename }) => {
      const error = broken.get(filename);
      if (error) return { contents: `throw Object.assign(Error(${error}), { name: 'TransformError' })` };
      const text = fs.readFileSync(filename, 'utf8');
      if (!/__dirname|__filename|import\.meta|require\.main/.test(text)) return undefined;
      const meta = JSON.stringify({
        filename,
        dirname: path.dirname(filename),
        url: pathToFileURL(filename),
      });
      const own = text.replaceAll('require.main === module', `${filename === entry}`);
      return { contents: `var __meta = ${meta};${own}`, loader: 'default' };
    }),
});

/** Makes a bundle, which is a function of `exports`, `require` and `module`, and keeps it for the next start. */
async function bundle(file, { entry, broken = new Map(), ...options }) {
  // The clock of files may be some milliseconds behind.
  const started = performance.timeOrigin + performance.now() - 20;
  const { metafile, outputFiles } = await build({
    bundle: true,
    write: false,
    metafile: true,
    outfile: file,
    platform: 'node',
    logLevel: 'silent',
    sourcesContent: false,
    banner: { js: 'module.exports = (exports, require, module) => {' },
    footer: { js: '};' },
    define: { 'import.meta': '__meta', __dirname: '__meta.dirname', __filename: '__meta.filename' },
    // What a hook imports while it runs must be the package that the engine has.
    supported: { 'dynamic-import': false },
    plugins: [sources(entry, broken)],
    ...options,
  });
  const inputs = Object.entries(metafile.inputs).filter(([name]) => name !== '<stdin>');
  const files = inputs.map(([name]) => path.resolve(options.absWorkingDir, name));
  const own = files.filter((name) => !name.includes('node_modules'));
  const from = new Set([...files, ...own.map((name) => path.dirname(name)), ...SETTINGS]);
  const stamps = Object.fromEntries([...from].map((name) => [name, stampOf(name)]));
  // A file of which only types are imported is external too.
  const isBundled = (name) => /^[^./]/.test(name) && !isBuiltin(name) && !NOT_BUNDLED.includes(name);
  const external = inputs.flatMap(([, { imports }]) => imports.filter((each) => each.external));
  const packages = [...new Set(external.map((each) => each.path))].filter(isBundled).toSorted();
  const code = `${outputFiles[0].text}\n//${JSON.stringify({ packages, stamps })}`;
  // What changed while it was read may not be what was read.
  const isSteady = files.every((name) => fs.statSync(name).ctimeMs < started);
  if (isSteady && broken.size === 0) keep(file, code);
  return { file, code, packages };
}

/** Puts a bundle in place in one step. Where that cannot be done, each start makes its own. */
function keep(file, code) {
  try {
    if (fs.existsSync(CACHE) && fs.readdirSync(CACHE).length > MAX_FILES)
      fs.rmSync(CACHE, { recursive: true });
    fs.mkdirSync(CACHE, { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, code);
    fs.renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

/** One file of the sources of a program. */
async function bundleProgram(file, entry, engine) {
  const alias = { 'aks-istio-cdk': path.join(engine, 'index.ts') };
  const options = {
    entry,
    entryPoints: [entry],
    absWorkingDir: engine,
    packages: 'external',
    alias,
    sourcemap: 'inline',
  };
  return bundle(file, options).catch((failure) => {
    if (!failure.errors?.every(({ location }) => location)) throw failure;
    const broken = failure.errors.map(({ text, location: { file: name, line, column } }) => {
      const at = path.resolve(engine, name);
      return [at, JSON.stringify(`${at}:${line}:${column}: ERROR: ${text}`)];
    });
    return bundle(file, { ...options, broken: new Map(broken) });
  });
}

/** One file of packages, each of which is loaded once it is asked for. Where they cannot be in one, Node loads all of them. */
async function bundlePackages(file, names) {
  const loaders = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
  const stdin = { contents: `Object.assign(exports, { ${loaders} });`, resolveDir: PROJECT };
  const options = { stdin, absWorkingDir: PROJECT, external: NOT_BUNDLED };
  return bundle(file, options).catch(() => ({ file, code: 'module.exports = () => {};' }));
}

module.exports = { bundleProgram, bundlePackages };
