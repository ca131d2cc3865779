/** `npm run verify -- ENVIRONMENT [CHECK ...]`: whether a live cluster keeps the promises of the settings. */
import { renderObjects } from '../charts/synth';
import { today } from '../scripts/today';
import { environments } from '../settings';
import { realClock } from './clock';
import { main } from './main';

void main({
  args: process.argv.slice(2),
  environments: () => environments(process.env, today()).environments,
  render: renderObjects,
  // Loaded when it is needed: the client takes as long to load as all the rest.
  connect: async (options) => (await import('./cluster')).connect(options),
  stdout: process.stdout,
  stderr: process.stderr,
  clock: realClock,
}).then((status) => {
  process.exitCode = status;
  // A call that is never answered would keep the process.
  if (status === 2) setTimeout(() => process.exit(), 500).unref();
});
