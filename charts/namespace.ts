import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/namespaced-chart';
import type { Sidecar } from '../constructs/sidecar';
import { initContainersHaveNetwork, podSecurityLevel, type MeshVersions } from '../mesh/sidecars';

export interface NamespaceChartProps extends MeshVersions {
  readonly name: string;
  /** Patch of the add-on that the sidecars should have. @default any */
  readonly patch?: string;
}

/**
 * A namespace of the mesh. It carries the revision from the start, so that its first pods have sidecars;
 * `istio-injection`, the label of upstream Istio, would make the add-on skip it.
 */
export class NamespaceChart extends NamespacedChart {
  readonly name: string;
  /** What the workloads of this namespace are told of their sidecars. */
  readonly sidecar: Sidecar;

  constructor(scope: Construct, id: string, { name, patch, ...versions }: NamespaceChartProps) {
    super(scope, id);
    const { revision, installedRevision } = versions;
    this.name = name;
    this.sidecar = { revision, patch, initContainersHaveNetwork: initContainersHaveNetwork(versions) };
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name,
        labels: {
          'istio.io/rev': revision,
          'pod-security.kubernetes.io/enforce': podSecurityLevel(installedRevision),
        },
      },
    });
  }
}
