import { CONTROL_PLANE_NAMESPACE } from '../../mesh/gateways';
import { sharedConfigMapName } from '../../mesh/mesh-config';
import type { Check } from '../check';

/** The shared MeshConfig of every revision is where the add-on looks for it; drift compares its text. */
export const meshConfig: Check = {
  summary: 'every revision has its shared MeshConfig',
  example: 'no ConfigMap aks-istio-system/istio-shared-configmap-asm-1-30',
  expectations: ({ environment: { mesh } }) =>
    mesh.revisions.map((revision) => {
      const name = sharedConfigMapName(revision);
      return {
        name: `${revision} has its shared MeshConfig`,
        expected: `${CONTROL_PLANE_NAMESPACE}/${name} with the key mesh`,
        actual: async (cluster) => {
          const [found] = await cluster.list(
            { apiVersion: 'v1', kind: 'ConfigMap' },
            { namespace: CONTROL_PLANE_NAMESPACE, name },
          );
          if (!found) return `no ConfigMap ${CONTROL_PLANE_NAMESPACE}/${name}`;
          const keys = Object.keys((found.data as object | undefined) ?? {});
          return `${CONTROL_PLANE_NAMESPACE}/${name} with ${keys.length > 0 ? `the key ${keys.join(', ')}` : 'no key'}`;
        },
      };
    }),
};
