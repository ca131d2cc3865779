/**
 * `npm run gateways:apply` with the example instead of yours. The variable GATEWAYS holds what it states of gateways; with STALE,
 * every object was deleted or replaced just after it was read.
 */
import { main } from '../../commands/gateways-apply';
import { connect, type GatewayCluster } from '../../commands/gateways-cluster';
import { realClock } from '../../verify/clock';
import { changed } from '../support';
import { example } from '../verify/fixtures';

const environment = changed(example, { 'mesh.gateways': JSON.parse(process.env.GATEWAYS ?? '{}') });

function stale(cluster: GatewayCluster): GatewayCluster {
  return {
    ...cluster,
    read: async (object) => ({ ...object, metadata: { ...object.metadata, uid: 'of-before' } }),
  };
}

void main({
  args: process.argv.slice(2),
  environments: async () => [environment],
  connect: async (options) => {
    const { cluster, name } = connect(options);
    return { cluster: process.env.STALE === undefined ? cluster : stale(cluster), name };
  },
  stdout: process.stdout,
  stderr: process.stderr,
  clock: realClock,
}).then((status) => {
  process.exitCode = status;
});
