import { Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/namespaced-chart';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { blockedFields } from '../mesh/allow-list';
import { sharedConfigMapName, type MeshConfig } from '../mesh/mesh-config';
import type { Revision } from '../mesh/revisions';

export interface MeshConfigChartProps {
  /** The MeshConfig of each revision on the cluster. */
  readonly configs: ReadonlyMap<Revision, MeshConfig>;
}

/**
 * What the users of the add-on may say of the whole mesh: one ConfigMap a revision, which AKS merges under its own.
 * It must be there before pods start with that revision.
 */
export class MeshConfigChart extends NamespacedChart {
  /** @throws Error on a field that the add-on blocks */
  constructor(scope: Construct, id: string, { configs }: MeshConfigChartProps) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    for (const [revision, config] of configs) {
      const blocked = blockedFields({ ...config });
      if (blocked.length > 0)
        throw new Error(
          `the add-on blocks the MeshConfig field ${blocked.join(', ')}; take it out of 'mesh.config'`,
        );
      new k8s.KubeConfigMap(this, revision, {
        metadata: { name: sharedConfigMapName(revision) },
        data: { mesh: Yaml.stringify(config) },
      });
    }
  }
}
