const path = require('node:path');

/** Folder of the engine: its sources, its documentation and its generated files. */
exports.ENGINE = path.join(__dirname, '..');

/** Folder of the user's files: environments, applications, packages, output and history. It is the engine's own in a template. */
exports.PROJECT = exports.ENGINE;
