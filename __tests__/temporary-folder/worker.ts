import { FOLDER } from './setup';

/** Makes the folder of the run, if it has one, the temporary folder of a process that runs tests. */
const folder = process.env[FOLDER];
if (folder !== undefined) process.env.TMPDIR = folder;
