// Makes one file of a package, for tests: each test file loads its packages anew, and zod is a hundred files.
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const MODULES = path.join(__dirname, '../node_modules');
const CACHE = path.join(MODULES, '.cache/jest-packages');

/** The file of a package. Its name has the versions that it was made with, so that it is made anew for others. */
function fileOf(name) {
  const { version } = JSON.parse(fs.readFileSync(path.join(MODULES, name, 'package.json'), 'utf8'));
  const file = path.join(CACHE, `${name}-${version}-${esbuild.version}.js`);
  if (!fs.existsSync(file)) make(name, file);
  return file;
}

function make(name, file) {
  // Another run that starts meanwhile must find the whole file or none.
  const written = `${file}.${process.pid}`;
  esbuild.buildSync({
    entryPoints: [name],
    outfile: written,
    absWorkingDir: path.dirname(MODULES),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The modules of a package instead of its CommonJS, which keeps a function around each file.
    conditions: ['import'],
    legalComments: 'none',
  });
  fs.renameSync(written, file);
}

/** What jest loads in place of these packages. */
exports.oneFileOf = (names) => Object.fromEntries(names.map((name) => [`^${name}$`, fileOf(name)]));
