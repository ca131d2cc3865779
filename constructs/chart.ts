import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** Value of the label `app.kubernetes.io/managed-by`, by which everything rendered here is found again. */
export const MANAGED_BY = 'aks-istio-cdk';

export interface NamespacedChartProps {
  /** Namespace of the chart's objects. @default none: its objects are not namespaced, or set their own */
  readonly namespace?: string;
}

/** A chart whose every object carries its namespace and who manages it. */
export class NamespacedChart extends Chart {
  constructor(scope: Construct, id: string, props: NamespacedChartProps = {}) {
    super(scope, id, {
      namespace: props.namespace,
      labels: { 'app.kubernetes.io/managed-by': MANAGED_BY },
      disableResourceNameHashes: true,
    });
  }
}
