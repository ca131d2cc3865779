import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/namespaced-chart';
import type { Sidecar } from '../constructs/sidecar';
import type { Revision } from '../mesh/revisions';

export interface NamespaceChartProps {
  readonly name: string;
  /** Revision that injects sidecars into the pods of this namespace. */
  readonly revision: Revision;
}

/**
 * A namespace of the mesh. It carries the revision from the start, so that its first pods have sidecars;
 * `istio-injection`, the label of upstream Istio, would make the add-on skip it.
 */
export class NamespaceChart extends NamespacedChart {
  readonly name: string;
  /** What the workloads of this namespace are told of its sidecars. */
  readonly sidecar: Sidecar;

  constructor(scope: Construct, id: string, props: NamespaceChartProps) {
    super(scope, id);
    this.name = props.name;
    this.sidecar = { revision: props.revision };
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: { name: props.name, labels: { 'istio.io/rev': props.revision } },
    });
  }
}
