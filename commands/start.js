// Starts a program of the project, as in `node commands/start.js main.ts`. esbuild makes one file of it, and one of each package
// that it uses; they are kept for the next start, and checked against all that they were made from.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const ROOT = path.join(__dirname, '..');
const MODULES = fs.realpathSync(path.join(ROOT, 'node_modules'));
const CACHE = path.join(MODULES, '.cache', 'aks-istio-cdk');

/** Packages of which a program takes the parts that it uses. */
const PARTS = ['zod'];

/** Tools with files of their own, which are loaded as they are. */
const TOOLS = ['esbuild', 'prettier', 'tsx'];

const isSource = (name) => /\.([cm]?[jt]sx?|json)$/.test(name);
const hashOf = (text) => createHash('sha1').update(text).digest('base64url');
const SELF = hashOf(fs.readFileSync(__filename));

/** What changes with a file, even where its time and size are put back; of a folder, which sources it has. */
function stampOf(name) {
  const stat = fs.statSync(name);
  if (stat.isDirectory()) return fs.readdirSync(name).filter(isSource).join();
  return `${stat.mtimeMs} ${stat.ctimeMs} ${stat.size} ${stat.ino}`;
}

/** A bundle all of whose sources are as they were; undefined where there is none, or where it is broken. */
function kept(file) {
  try {
    const { hash, stamps } = JSON.parse(fs.readFileSync(`${file}.json`, 'utf8'));
    for (const [name, stamp] of Object.entries(stamps)) if (stampOf(name) !== stamp) return undefined;
    const code = fs.readFileSync(file, 'utf8');
    return hashOf(code) === hash ? { code } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a bundle for the next start; where that can't be done, the next start makes it anew. */
function keep(file, { code, sources }, started) {
  try {
    // What changed while it was read may not be what was read.
    if (sources.some((name) => isSource(name) && fs.statSync(name).ctimeMs > started - 20)) return;
    const stamps = Object.fromEntries(sources.map((name) => [name, stampOf(name)]));
    fs.mkdirSync(CACHE, { recursive: true });
    for (const [to, text] of [
      [file, code],
      [`${file}.json`, JSON.stringify({ hash: hashOf(code), stamps })],
    ]) {
      fs.writeFileSync(`${to}.${process.pid}`, text);
      fs.renameSync(`${to}.${process.pid}`, to);
    }
    removeOrphans();
  } catch {}
}

/** Removes what was kept for copies of the project that are gone. */
function removeOrphans() {
  for (const name of fs.readdirSync(CACHE).filter((each) => each.endsWith('.js.json'))) {
    const manifest = path.join(CACHE, name);
    const [first] = Object.keys(JSON.parse(fs.readFileSync(manifest, 'utf8')).stamps);
    if (!fs.existsSync(first))
      for (const file of [manifest, manifest.slice(0, -5)]) fs.rmSync(file, { force: true });
  }
}

/** A source with the place that it stands at instead of that of the bundle. */
function placed(text, file, isMain) {
  return text
    .replaceAll('require.main === module', `${isMain}`)
    .replaceAll('import.meta.url', () => JSON.stringify(pathToFileURL(file).href))
    .replaceAll(/import\.meta\.dirname|(?<![\w$.'"])__dirname\b/g, () => JSON.stringify(path.dirname(file)))
    .replaceAll(/import\.meta\.filename|(?<![\w$.'"])__filename\b/g, () => JSON.stringify(file));
}

/**
 * @param isOutside whether a package stays outside of the bundle
 * @param broken the error that each of these files throws once it is loaded, as an expression: a program may do without it
 */
async function bundle(entry, { isProgram, isOutside, broken = new Map() }) {
  const sources = {
    name: 'sources',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
        kind !== 'entry-point' && isOutside(name) ? { path: name, external: true } : undefined,
      );
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path: file }) => {
        const error = broken.get(file);
        if (error !== undefined) return { contents: `throw ${error}` };
        const text = fs.readFileSync(file, 'utf8');
        if (!/__dirname|__filename|import\.meta|require\.main/.test(text)) return undefined;
        return {
          contents: placed(text, file, isProgram && file === entry),
          loader: file.endsWith('ts') ? 'ts' : 'js',
        };
      });
    },
  };
  const { metafile, outputFiles } = await require('esbuild').build({
    entryPoints: [entry],
    outfile: path.join(CACHE, 'bundle.js'),
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
    // What a hook imports while it runs must be the package that the program has.
    supported: isProgram ? { 'dynamic-import': false } : {},
    sourcemap: isProgram && 'external',
    sourcesContent: false,
    plugins: [sources],
  });
  const files = Object.keys(metafile.inputs).map((name) => path.resolve(ROOT, name));
  const uses = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter((each) => each.external && each.kind !== 'require-resolve' && !Module.isBuiltin(each.path))
    .map((each) => each.path);
  const code = outputFiles.at(-1).text + (isProgram ? linesIn(outputFiles[0].text) : '');
  return { code, uses: [...new Set(uses)], files };
}

/** A source map that tells the lines alone, without those of generated sources: a tenth of it, and read at each start. */
function linesIn(map) {
  const { decode, encode } = require('@jridgewell/sourcemap-codec');
  const { mappings, sources, ...rest } = JSON.parse(map);
  const isNew = ([, source, line], index, all) =>
    !sources[source].includes('/imports/') &&
    (source !== all[index - 1]?.[1] || line !== all[index - 1]?.[2]);
  const lines = decode(mappings).map((segments) => segments.filter(isNew));
  const text = JSON.stringify({ ...rest, sources, mappings: encode(lines) });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}\n`;
}

const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/** The packages that files are part of, by the file that has their version. */
function packagesOf(files) {
  const folders = files.flatMap((file) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set([path.join(MODULES, 'esbuild'), ...folders])].map((folder) =>
    path.join(folder, 'package.json'),
  );
}

/** Where a bundle is kept: a program by its place, a package by that of all packages, which several copies may share. */
const fileIn = (place, name) =>
  path.join(
    CACHE,
    `${name.replaceAll(/[^\w.-]/g, '+')}-${hashOf([place, name, SELF].join(' ')).slice(0, 10)}.js`,
  );
const programFile = (entry) => fileIn(ROOT, path.relative(ROOT, entry));
const packageFile = (name) => fileIn(MODULES, name);

/** The error that Node or tsx would throw for what esbuild reports, as an expression. */
function errorOf({ text, location: { file, line, column } }) {
  const at = path.resolve(ROOT, file);
  const missing = /^Could not resolve "(.+)"/.exec(text)?.[1];
  const message =
    missing === undefined
      ? `${at}:${line}:${column}: ERROR: ${text}`
      : `Cannot find module '${missing}'\nRequire stack:\n- ${at}`;
  const fields =
    missing === undefined ? { name: 'TransformError' } : { code: 'MODULE_NOT_FOUND', requireStack: [at] };
  return `Object.assign(Error(${JSON.stringify(message)}), ${JSON.stringify(fields)})`;
}

async function makeProgram(entry) {
  const started = Date.now();
  const isOutside = (name) => !['aks-istio-cdk', ...PARTS].includes(packageOf(name));
  const options = { isProgram: true, isOutside };
  let made;
  try {
    made = await bundle(entry, options);
  } catch (failure) {
    if (!failure.errors?.every(({ location }) => location)) throw failure;
    const broken = new Map(
      failure.errors.map((error) => [path.resolve(ROOT, error.location.file), errorOf(error)]),
    );
    return bundle(entry, { ...options, broken });
  }
  const own = made.files.filter((file) => !file.startsWith(MODULES));
  const folders = new Set(own.map((file) => path.dirname(file)));
  const settings = ['package.json', 'tsconfig.json'].map((name) => path.join(ROOT, name));
  const sources = [...made.files, ...folders, ...settings, ...packagesOf(made.files)];
  await Promise.all(made.uses.map((name) => makePackage(name, made.uses)));
  keep(programFile(entry), { ...made, sources }, started);
  return made;
}

/** One file of a package, without the other packages that the program uses: it would have them twice. */
async function makePackage(name, others) {
  if (TOOLS.includes(packageOf(name)) || kept(packageFile(name))) return;
  const started = Date.now();
  const isOutside = (other) =>
    packageOf(other) !== packageOf(name) && others.some((each) => packageOf(each) === packageOf(other));
  try {
    const entry = require.resolve(name, { paths: [ROOT] });
    const made = await bundle(entry, { isProgram: false, isOutside });
    keep(packageFile(name), { ...made, sources: [...made.files, ...packagesOf(made.files)] }, started);
  } catch {}
}

/** Packages that are loaded, by name. */
const loaded = new Map();
const requireHere = Module.createRequire(path.join(ROOT, 'package.json'));

/** Loads a package: the one file that is made of it, or else the package itself. */
function load(name) {
  if (loaded.has(name)) return loaded.get(name).exports;
  const isWhole = Module.isBuiltin(name) || TOOLS.includes(packageOf(name));
  const made = isWhole ? undefined : kept(packageFile(name));
  return made ? run(made, packageFile(name), (module) => loaded.set(name, module)) : requireHere(name);
}

/** @param register takes the module before it runs, for a package that it loads may load it too */
function run({ code }, file, register) {
  const module = new Module(file);
  module.filename = file;
  module.paths = requireHere.resolve.paths('package');
  module.require = load;
  register?.(module);
  // Node has no other way to compile what is in memory with its compile cache and its source maps.
  // oxlint-disable-next-line no-underscore-dangle
  module._compile(code, file);
  return module.exports;
}

async function start(name) {
  const entry = path.resolve(name);
  process.argv.splice(1, 2, entry);
  process.setSourceMapsEnabled(true);
  Module.enableCompileCache?.(path.join(CACHE, 'compiled'));
  run(kept(programFile(entry)) ?? (await makeProgram(entry)), programFile(entry));
}

void start(process.argv[2]);
