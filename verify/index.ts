import { kubernetesVersion } from './checks/kubernetes-version';
import { authorization } from './checks/authorization';
import type { Check } from './check';
import { controlPlane } from './checks/control-plane';
import { drift } from './checks/drift';
import { gateways } from './checks/gateways';
import { ingress } from './checks/ingress';
import { staleObjects } from './checks/stale-objects';
import { meshConfig } from './checks/mesh-config';
import { mtls } from './checks/mtls';
import { namespace } from './checks/namespace';
import { sidecars } from './checks/sidecars';

/** Every check by its name, in the order in which they are asked. A new one is its file and its line here. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'kubernetes-version': kubernetesVersion,
  'control-plane': controlPlane,
  gateways,
  'mesh-config': meshConfig,
  namespace,
  sidecars,
  mtls,
  authorization,
  ingress,
  drift,
  'stale-objects': staleObjects,
};
