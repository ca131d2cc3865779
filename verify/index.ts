import { api } from './api';
import type { Checks } from './check';
import { controlPlane } from './control-plane';
import { drift } from './drift';
import { ingress } from './ingress';
import { leftovers } from './leftovers';
import { meshConfig } from './mesh-config';
import { mtls } from './mtls';
import { namespace } from './namespace';
import { sidecars } from './sidecars';

/** Every check by its noun, in the order in which they are asked. */
export const CHECKS = {
  api,
  'control-plane': controlPlane,
  'mesh-config': meshConfig,
  namespace,
  sidecars,
  mtls,
  ingress,
  drift,
  leftovers,
} as const satisfies Readonly<Record<string, Checks>>;

/** Noun of a check, as one names it on the command line. */
export type Noun = keyof typeof CHECKS;
