import { findBinaries } from './binaries';
import { ControlPlane, adminOf } from './control-plane';
import { findCrds, installCrds } from './crds';
import { HANDOVER, type Handover } from './handover';

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Where the teardown finds what there is to stop. */
export const running: { plane?: ControlPlane } = {};

/** Starts one control plane with the CRDs of Istio and the Gateway API for all test files, or says why their tests are skipped. */
export default async function setup(): Promise<void> {
  const binaries = findBinaries(process.env);
  if (typeof binaries === 'string') return skip(binaries);
  const crds = await findCrds(process.env);
  if (typeof crds === 'string') return skip(crds);

  const plane = await ControlPlane.start(binaries, (made) => {
    running.plane = made;
    process.once('exit', () => made.kill());
    for (const [signal, code] of Object.entries(SIGNALS))
      process.once(signal, () => void made.stop().finally(() => process.exit(code)));
  });
  await installCrds(adminOf(plane.coordinates), crds);
  hand({ coordinates: plane.coordinates });
}

function skip(reason: string): void {
  console.warn(`\nskipped: ${reason}`);
  hand({ skip: reason });
}

function hand(handover: Handover): void {
  process.env[HANDOVER] = JSON.stringify(handover);
}
