import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { sharedConfigMapName } from '../mesh/mesh-config';
import { holdApplicationUntilProxyStarts } from '../mesh/sidecars';
import type { EnvironmentSlice } from './slices';
import { toYaml } from './yaml';

/**
 * The user's configuration of the whole mesh: one ConfigMap a revision, which AKS merges under its own.
 * It must be there before pods start with that revision.
 */
export class MeshConfigChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { environment: { cluster, mesh } }: EnvironmentSlice) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    const { kubernetesVersion } = cluster;
    const { installedRevision, revisions, config } = mesh;
    for (const revision of revisions) {
      const hold = holdApplicationUntilProxyStarts({ kubernetesVersion, installedRevision, revision });
      const defaultConfig = {
        ...(hold && { holdApplicationUntilProxyStarts: true }),
        ...config.defaultConfig,
      };
      const isEmpty = Object.keys(defaultConfig).length === 0;
      new k8s.KubeConfigMap(this, revision, {
        metadata: { name: sharedConfigMapName(revision) },
        data: { mesh: toYaml([{ ...config, ...(!isEmpty && { defaultConfig }) }]) },
      });
    }
  }
}
