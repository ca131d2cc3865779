import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { sharedConfigMapName } from '../mesh/mesh-config';
import type { Revision } from '../mesh/revisions';
import { filterKind } from './identity';
import type { KubernetesObject } from './object';

/** The object with the configuration of a mesh, for the first of its revisions. */
export function findMeshConfig(
  objects: readonly KubernetesObject[],
  { mesh }: { readonly mesh: { readonly revisions: readonly Revision[] } },
): KubernetesObject | undefined {
  const [revision] = mesh.revisions;
  if (revision === undefined) return undefined;
  const name = sharedConfigMapName(revision);
  return filterKind(objects, 'ConfigMap').find(
    ({ metadata }) => metadata.name === name && metadata.namespace === CONTROL_PLANE_NAMESPACE,
  );
}
