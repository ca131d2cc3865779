// Makes the files that commands/start.js starts a program from.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const start = require('./start');

const { ROOT, MODULES, CACHE } = start;

/** Packages that look for files of their own, which are loaded as they are. */
const TOOLS = ['prettier'];

/** Packages of which a program takes the parts that it uses. */
const PARTS = ['zod'];

const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/** The time by the clock of files, even in a program for which Date stands still: it would take all sources for newer than it. */
const now = () => Math.floor(performance.timeOrigin + performance.now());

/** Keeps a bundle for the next start; where that can't be done, the next start makes it anew. */
function keep(key, { code, map, sources, uses, outside, circle }, started) {
  const file = start.fileOf(key);
  try {
    // What changed while it was read may not be what was read.
    if (sources.some((name) => start.isSource(name) && fs.statSync(name).ctimeMs > started - 20))
      return undefined;
    const stamps = Object.fromEntries(sources.map((name) => [name, start.stampOf(name)]));
    const id = `${started}-${process.pid}\n`;
    const second = Math.floor(started / 1000);
    const about = {
      ...key,
      first: sources[0],
      id,
      length: code.length + 1,
      second,
      mapSize: map && Buffer.byteLength(map),
      uses,
      outside,
      circle,
      stamps,
    };
    const text = `${start.HEAD}${JSON.stringify(about)}\n${code}`;
    fs.mkdirSync(CACHE, { recursive: true });
    if (map !== undefined) start.put(`${file}.map`, map, second);
    start.put(file, text, second);
    removeOrphans();
    return { ...about, file, code: text, map };
  } catch {
    return undefined;
  }
}

/** Removes what was kept for copies of the project that are gone, and what was made in another way. */
function removeOrphans() {
  const files = fs.readdirSync(CACHE);
  for (const name of files.filter((each) => each.endsWith('.js'))) {
    const about = Buffer.alloc(4096);
    const descriptor = fs.openSync(path.join(CACHE, name));
    fs.readSync(descriptor, about);
    fs.closeSync(descriptor);
    const [, key] = /({"place":.*?,"first":"(?:[^"\\]|\\.)*")/.exec(about.toString()) ?? [];
    const { first, ...of } = key === undefined ? {} : JSON.parse(`${key}}`);
    if (first !== undefined && fs.existsSync(first) && path.basename(start.fileOf(of)) === name) continue;
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
 * @param isOutside whether a package, as a file in a folder imports it, stays outside of the bundle
 * @param broken the error that each of these files throws once it is loaded, as an expression: a program may do without it
 */
async function bundle(entry, { isProgram, isOutside, broken = new Map() }) {
  const sources = {
    name: 'sources',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, resolveDir }) =>
        kind !== 'entry-point' && isOutside(name, resolveDir) ? { path: name, external: true } : undefined,
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
    .filter((name) => !Module.isBuiltin(name) && !TOOLS.includes(packageOf(name)) && placeOf(name));
  const code = `${outputFiles.at(-1).text}\n})`;
  const map = isProgram ? outputFiles[0].text : undefined;
  return { code, map, uses: [...new Set(uses)], files, circle: circleIn(metafile.inputs) };
}

/** What the reader edits, below the project's folder. */
const YOURS = /^(environments|applications)\//;

/**
 * Files that import each other, as a list that ends with its first file, of which one is the reader's; undefined where none do. In a
 * bundle, what one of them takes from another while it is loaded is undefined without a word.
 */
function circleIn(inputs) {
  const done = new Set();
  const find = (file, before) => {
    if (before.includes(file)) {
      const circle = [...before.slice(before.indexOf(file)), file];
      return circle.some((name) => YOURS.test(name)) ? circle : undefined;
    }
    if (done.has(file)) return undefined;
    for (const each of inputs[file].imports) {
      const isLater = each.external || each.kind === 'dynamic-import' || each.path.includes('node_modules/');
      const circle = isLater ? undefined : find(each.path, [...before, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of Object.keys(inputs).filter((name) => YOURS.test(name))) {
    const circle = find(file, []);
    if (circle) return circle;
  }
  return undefined;
}

/** The file that a name means in a folder; undefined if there is none, as of what a package can do without. */
function placeOf(name, folder = ROOT) {
  try {
    return path.isAbsolute(name) ? undefined : require.resolve(name, { paths: [folder] });
  } catch {
    return undefined;
  }
}

/** The file that has the version of each package that files are part of or that is used. */
function versionsOf(files, uses) {
  const folders = files.flatMap((file) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  const packages = ['esbuild', ...uses].map((name) => path.join(MODULES, packageOf(name)));
  return [...new Set([...folders, ...packages])]
    .map((folder) => path.join(folder, 'package.json'))
    .filter((file) => fs.existsSync(file));
}

/** The error to throw for what esbuild reports, as an expression: that of Node where a module is not there. */
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
const asMade = (entry, { code, map, uses, outside, circle }) => ({
  file: start.fileOf(start.programOf(entry)),
  code: `${start.HEAD}\n${code}`,
  map,
  uses,
  outside,
  circle,
});

/** Makes a program and all packages that it uses. */
async function makeProgram(entry) {
  const started = now();
  const made = await withPackages(await bundleProgram(entry));
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
  return keep(start.programOf(entry), { ...made, sources }, started) ?? asMade(entry, made);
}

/** Packages that are no part of another's bundle: those that the project depends on, and those that a program uses. */
function othersOf({ uses }) {
  const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const names = [...Object.keys(dependencies), ...uses.map(packageOf)];
  return new Set(names.filter((name) => !PARTS.includes(name)).toSorted());
}

/** A program with the bundles of the packages that it uses; where one of them can't be made, it uses none. */
async function withPackages(program) {
  const others = othersOf(program);
  const outside = start.hashOf([...others].join()).toString(36);
  try {
    const seen = new Set(program.uses);
    for (let next = program.uses; next.length > 0;) {
      const uses = await Promise.all(next.map((name) => makePackage(name, others, outside)));
      next = [...new Set(uses.flat())].filter((name) => !seen.has(name));
      for (const name of next) seen.add(name);
    }
    start.gather({ uses: program.uses, outside });
    return { ...program, outside };
  } catch {
    return { ...program, uses: [], outside };
  }
}

/**
 * One file of a package, without other packages that stay outside.
 *
 * @returns the packages that it uses
 */
async function makePackage(name, others, outside) {
  const key = start.bundleOf(name, outside);
  const found = start.kept(key);
  if (found) return found.uses;
  const started = now();
  const isOutside = (other, folder) =>
    packageOf(other) !== packageOf(name) &&
    others.has(packageOf(other)) &&
    // Not another version of it, which is within the package.
    placeOf(other, folder) === placeOf(other);
  const made = await bundle(placeOf(name), { isProgram: false, isOutside });
  const sources = [...made.files, ...versionsOf(made.files, [])];
  keep(key, { ...made, outside, sources }, started);
  return made.uses;
}

async function loadElsewhere(file) {
  return start.loadProgram(asMade(file, await withPackages(await bundleProgram(file))));
}

module.exports = { makeProgram, loadElsewhere };
