import type { Environment } from '../schema/environment';
import type { PlacedWorkload } from './workloads';

/** What the workloads of the mesh do where nothing else is stated. */
export const DEFAULT_MTLS = 'STRICT';

/** Whether a port of a workload of the mesh refuses plaintext, takes it too, or takes nothing else. */
export function resolveMtls(
  { mesh }: Pick<Environment, 'mesh'>,
  { namespaceSettings: home, settings: workload }: Pick<PlacedWorkload, 'namespaceSettings' | 'settings'>,
  port: string,
): 'STRICT' | 'PERMISSIVE' | 'DISABLE' {
  return workload.mtls?.[port] ?? home.mtls ?? mesh.mtls ?? DEFAULT_MTLS;
}
