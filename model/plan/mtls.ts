import type { EnvironmentSettings } from '../schema/environment';
import type { PlacedWorkload } from './workloads';

/** The mTLS mode of workloads in the mesh if nothing else is set. */
export const DEFAULT_MTLS = 'STRICT';

/** Whether a port of a workload in the mesh accepts only mTLS, also plaintext, or only plaintext. */
export function resolveMtls(
  { mesh }: Pick<EnvironmentSettings, 'mesh'>,
  { namespaceSettings, settings }: Pick<PlacedWorkload, 'namespaceSettings' | 'settings'>,
  port: string,
): 'STRICT' | 'PERMISSIVE' | 'DISABLE' {
  return settings.mtls[port] ?? namespaceSettings.mtls ?? mesh.mtls ?? DEFAULT_MTLS;
}
