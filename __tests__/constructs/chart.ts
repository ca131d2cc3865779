import { Testing } from 'cdk8s';
import { NamespacedChart } from '../../constructs/chart';
import { Workload, type RunningProps, type WorkloadProps } from '../../constructs/workload';
import type { KubernetesObject } from '../../objects/object';
import { synth } from '../support';

export const image = 'example.com/shop:1.2.3';
export const sidecar = { revision: 'asm-1-30' };

interface Given extends Partial<Omit<WorkloadProps, 'versions'>> {
  readonly versions?: Readonly<Record<string, Partial<RunningProps>>>;
  /** What runs where there are no versions. */
  readonly running?: Partial<RunningProps>;
}

/** The objects of a workload `basket` in the namespace `shop`: a Deployment in the mesh, unless it says otherwise. */
export function workload({ versions, running, ...given }: Given = {}): KubernetesObject[] {
  const chart = new NamespacedChart(Testing.app(), 'shop', { namespace: 'shop' });
  const all = Object.entries(versions ?? { '': running ?? {} });
  new Workload(chart, 'basket', {
    kind: 'Deployment',
    sidecar,
    app: 'basket',
    ports: [],
    versions: Object.fromEntries(all.map(([version, stated]) => [version, { image, ...stated }])),
    ...given,
  });
  return synth(chart);
}

/** The pod template of the controller of a workload. */
export function template(given: Given = {}) {
  const controller = workload(given).find(
    ({ spec }) => typeof spec === 'object' && spec && 'template' in spec,
  );
  return (
    controller as unknown as {
      spec: {
        template: {
          metadata: { labels?: object; annotations?: Record<string, string> };
          spec: { containers: Record<string, unknown>[]; volumes?: unknown };
        };
      };
    }
  ).spec.template;
}

/** The one container of those pods. */
export const container = (given: Given = {}) => template(given).spec.containers[0]!;
