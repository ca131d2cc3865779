import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { sharedConfigMapName, type MeshConfig } from '../mesh/mesh-config';
import type { Revision } from '../mesh/revisions';
import { holdApplicationUntilProxyStarts, type MeshVersions } from '../mesh/sidecars';
import { yamlOf } from './yaml';

export interface MeshConfigChartProps extends Omit<MeshVersions, 'revision'> {
  /** Revisions on the cluster; each has a configuration of its own. */
  readonly revisions: readonly Revision[];
  /** What is configured beside what follows from the revision. @default nothing */
  readonly config?: MeshConfig;
}

/**
 * What the users of the add-on may say of the whole mesh: one ConfigMap a revision, which AKS merges under its own.
 * It must be there before pods start with that revision.
 */
export class MeshConfigChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { revisions, config = {}, ...versions }: MeshConfigChartProps) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    for (const revision of revisions) {
      const hold = holdApplicationUntilProxyStarts({ ...versions, revision });
      const defaultConfig = {
        ...(hold && { holdApplicationUntilProxyStarts: true }),
        ...config.defaultConfig,
      };
      const isEmpty = Object.keys(defaultConfig).length === 0;
      new k8s.KubeConfigMap(this, revision, {
        metadata: { name: sharedConfigMapName(revision) },
        data: { mesh: yamlOf([{ ...config, ...(!isEmpty && { defaultConfig }) }]) },
      });
    }
  }
}
