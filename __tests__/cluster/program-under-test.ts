/** `npm run verify` with the environments of the tests instead of yours. */
import { renderObjects } from '../../charts/synth';
import { main } from '../../commands/verify';
import { realClock } from '../../verify/clock';
import { connect } from '../../verify/cluster';
import { gatewayApi } from '../fixtures/gateway-api';
import { example, full } from '../verify/fixtures';
import { featured } from './featured';

void main({
  args: process.argv.slice(2),
  environments: async () => [example, full, gatewayApi, featured(full)],
  render: renderObjects,
  connect: async (options) => connect(options),
  stdout: process.stdout,
  stderr: process.stderr,
  clock: realClock,
}).then((status) => {
  process.exitCode = status;
  // A call that is never answered would keep the process.
  if (status === 2) setTimeout(() => process.exit(), 500).unref();
});
