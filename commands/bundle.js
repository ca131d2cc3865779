// Makes the files that commands/start.js starts a program from.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const start = require('./start');

const { ROOT, MODULES, CACHE, packageOf } = start;

/** Packages of which a program takes the parts that it uses. */
const PARTS = ['zod'];

/** The time by the clock of files, even in a program for which Date stands still: it would take all sources for newer than it. */
const now = () => Math.floor(performance.timeOrigin + performance.now());

/** Keeps a bundle for the next start; where that can't be done, the next start makes it anew. */
function keep(key, { code, map, sources }, started) {
  const file = start.fileOf(key);
  try {
    // What changed while it was read may not be what was read.
    if (sources.some((name) => start.isSource(name) && fs.statSync(name).ctimeMs > started - 20))
      return undefined;
    const stamps = Object.fromEntries(sources.map((name) => [name, start.stampOf(name)]));
    const id = `${started}-${process.pid}\n`;
    const second = Math.floor(started / 1000);
    const about = JSON.stringify({ ...key, first: sources[0], id, length: code.length + 1, second, stamps });
    const text = `${start.HEAD}${about}\n${code}`;
    fs.mkdirSync(CACHE, { recursive: true });
    if (map !== undefined) start.put(`${file}.map`, map, second);
    start.put(file, text, second);
    removeOrphans();
    return { file, code: text, id, second, map };
  } catch {
    return undefined;
  }
}

/** Removes what was kept for copies of the project that are gone. */
function removeOrphans() {
  const files = fs.readdirSync(CACHE);
  for (const name of files.filter((each) => each.endsWith('.js'))) {
    const about = Buffer.alloc(4096);
    const descriptor = fs.openSync(path.join(CACHE, name));
    fs.readSync(descriptor, about);
    fs.closeSync(descriptor);
    const [, first] = /"first":("(?:[^"\\]|\\.)*")/.exec(about.toString()) ?? [];
    if (first !== undefined && fs.existsSync(JSON.parse(first))) continue;
    for (const file of files.filter((each) => each.startsWith(name)))
      fs.rmSync(path.join(CACHE, file), { force: true });
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
      // It is there once, as what started the program.
      build.onResolve({ filter: /\/bundle$/ }, ({ path: name, resolveDir }) =>
        path.join(resolveDir, `${name}.js`) === __filename ? { path: __filename, external: true } : undefined,
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
    legalComments: 'none',
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
    .filter((each) => each.external && each.kind !== 'require-resolve')
    .map((each) => each.path)
    .filter((name) => !Module.isBuiltin(name) && !path.isAbsolute(name));
  const code = `${outputFiles.at(-1).text}\n})`;
  const map = isProgram ? outputFiles[0].text : undefined;
  return { code, map, uses: [...new Set(uses)], files };
}

/** The file that has the version of each package that files are part of or that is used. */
function versionsOf(files, uses) {
  const folders = files.flatMap((file) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  const packages = ['esbuild', ...uses].map((name) => path.join(MODULES, packageOf(name)));
  return [...new Set([...folders, ...packages])]
    .map((folder) => path.join(folder, 'package.json'))
    .filter((file) => fs.existsSync(file));
}

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

/** A bundle of a program in which each broken file throws its error once it is loaded. */
async function bundleProgram(entry) {
  const isOutside = (name) => !['aks-istio-cdk', ...PARTS].includes(packageOf(name));
  const options = { isProgram: true, isOutside };
  try {
    return await bundle(entry, options);
  } catch (failure) {
    if (!failure.errors?.every(({ location }) => location)) throw failure;
    const broken = new Map(
      failure.errors.map((error) => [path.resolve(ROOT, error.location.file), errorOf(error)]),
    );
    return { ...(await bundle(entry, { ...options, broken })), isBroken: true };
  }
}

/** A bundle as it is run where it is not kept. */
const asMade = (entry, { code, map }) => ({
  file: start.fileOf(start.programOf(entry)),
  code: `${start.HEAD}\n${code}`,
  map,
});

/** Makes a program and all packages that it uses. */
async function makeProgram(entry) {
  const started = now();
  const made = await bundleProgram(entry);
  if (made.isBroken) return asMade(entry, made);
  const own = made.files.filter((file) => !file.startsWith(MODULES));
  const folders = new Set(own.map((file) => path.dirname(file)));
  const settings = ['package.json', 'tsconfig.json'];
  const sources = [
    ...new Set([
      ...made.files,
      ...folders,
      ...settings.map((name) => path.join(ROOT, name)),
      ...versionsOf(made.files, made.uses),
    ]),
  ];
  await Promise.all(made.uses.map((name) => makePackage(name, made.uses)));
  return keep(start.programOf(entry), { ...made, sources }, started) ?? asMade(entry, made);
}

/** One file of a package, without the other packages that the program uses: it would have them twice. */
async function makePackage(name, others) {
  const key = start.bundleOf(name);
  if (start.TOOLS.includes(packageOf(name)) || start.kept(key)) return;
  const started = now();
  const isOutside = (other) =>
    packageOf(other) !== packageOf(name) && others.some((each) => packageOf(each) === packageOf(other));
  try {
    const entry = require.resolve(name, { paths: [ROOT] });
    const made = await bundle(entry, { isProgram: false, isOutside });
    keep(key, { ...made, sources: [...made.files, ...versionsOf(made.files, [])] }, started);
  } catch {}
}

async function loadElsewhere(file) {
  return start.loadProgram(asMade(file, await bundleProgram(file)));
}

module.exports = { makeProgram, loadElsewhere };
