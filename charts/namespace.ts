import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { podSecurityLevel } from '../mesh/sidecars';
import type { Revision } from '../mesh/revisions';

export interface NamespaceChartProps {
  readonly name: string;
  /** Revision that injects its pods. @default none: it is outside of the mesh */
  readonly revision?: Revision;
  /** Revision that the mesh was installed with. */
  readonly installedRevision: Revision;
}

/**
 * A namespace. One of the mesh carries its revision from the start, so that its first pods have sidecars;
 * `istio-injection`, the label of upstream Istio, would make the add-on skip it.
 */
export class NamespaceChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { name, revision, installedRevision }: NamespaceChartProps) {
    super(scope, id);
    const labels = revision !== undefined && {
      'istio.io/rev': revision,
      'pod-security.kubernetes.io/enforce': podSecurityLevel(installedRevision),
    };
    new k8s.KubeNamespace(this, 'namespace', { metadata: { name, labels: { ...labels } } });
  }
}
