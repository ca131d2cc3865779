/** `npm run gateways:apply` with the example instead of yours; the variable GATEWAYS holds what it states of gateways. */
import { main } from '../../commands/gateways-apply';
import { connect } from '../../commands/gateways-cluster';
import { realClock } from '../../verify/clock';
import { changed } from '../support';
import { example } from '../verify/fixtures';

const environment = changed(example, { 'mesh.gateways': JSON.parse(process.env.GATEWAYS ?? '{}') });

void main({
  args: process.argv.slice(2),
  environments: async () => [environment],
  connect: async (options) => connect(options),
  stdout: process.stdout,
  stderr: process.stderr,
  clock: realClock,
}).then((status) => {
  process.exitCode = status;
});
