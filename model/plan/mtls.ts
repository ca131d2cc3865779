import type { EnvironmentSettings } from '../schema/environment';
import type { PlacedWorkload } from './workloads';

/** What the workloads of the mesh do where nothing else is stated. */
export const DEFAULT_MTLS = 'STRICT';

/** Whether a port of a workload of the mesh refuses plaintext, takes it too, or takes nothing else. */
export function resolveMtls(
  { mesh }: Pick<EnvironmentSettings, 'mesh'>,
  { namespaceSettings, settings }: Pick<PlacedWorkload, 'namespaceSettings' | 'settings'>,
  port: string,
): 'STRICT' | 'PERMISSIVE' | 'DISABLE' {
  return settings.mtls[port] ?? namespaceSettings.mtls ?? mesh.mtls ?? DEFAULT_MTLS;
}
