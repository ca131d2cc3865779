import { api } from './api';
import { authorization } from './authorization';
import type { Check } from './check';
import { controlPlane } from './control-plane';
import { drift } from './drift';
import { gateways } from './gateways';
import { ingress } from './ingress';
import { leftovers } from './leftovers';
import { meshConfig } from './mesh-config';
import { mtls } from './mtls';
import { namespace } from './namespace';
import { sidecars } from './sidecars';

/** Every check by its name, in the order in which they are asked. A new one is its file and its line here. */
export const CHECKS: Readonly<Record<string, Check>> = {
  api,
  'control-plane': controlPlane,
  gateways,
  'mesh-config': meshConfig,
  namespace,
  sidecars,
  mtls,
  authorization,
  ingress,
  drift,
  leftovers,
};
