import type { App, Chart } from 'cdk8s';

/** A chart, and the file that its objects are written to. */
export interface ChartFile {
  readonly file: string;
  readonly chart: Chart;
}

/** Every chart of an environment, in the order in which `kubectl apply` takes their files. */
export function listChartFiles(app: App): ChartFile[] {
  return app.node.children
    .map((chart) => ({ file: `${chart.node.id}.k8s.yaml`, chart: chart as Chart }))
    .toSorted((one, other) => (one.file < other.file ? -1 : 1));
}
