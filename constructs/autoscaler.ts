import type { V2MetricSpec } from '@kubernetes/client-node';

/** When an autoscaler adds pods and removes them, and how many there may be. */
export interface AutoscalerProps {
  readonly min: number;
  readonly max: number;
  /** Use of CPU, in percent of the request. @default 80, unless `memory` or `metrics` says when to scale */
  readonly cpu?: number;
  /** Use of memory, in percent of the request. @default none */
  readonly memory?: number;
  /** More metrics, in Kubernetes' own fields. @default none */
  readonly metrics?: readonly object[];
  /** How fast, in Kubernetes' own fields. @default Kubernetes' own */
  readonly behavior?: object;
}

/** CPU use, in percent of the request, at which pods are added. */
const CPU_TARGET = 80;

/** The spec of a HorizontalPodAutoscaler, but for what it scales. */
export function autoscalerSpec({
  min,
  max,
  memory,
  metrics = [],
  cpu = memory === undefined && metrics.length === 0 ? CPU_TARGET : undefined,
  behavior,
}: AutoscalerProps): Readonly<Record<string, unknown>> {
  return {
    minReplicas: min,
    maxReplicas: max,
    metrics: [...utilization('cpu', cpu), ...utilization('memory', memory), ...metrics],
    ...(behavior && { behavior }),
  };
}

function utilization(name: string, averageUtilization: number | undefined): V2MetricSpec[] {
  if (averageUtilization === undefined) return [];
  return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
}
