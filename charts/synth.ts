import { join } from 'node:path';
import { App } from 'cdk8s';
import type { Written } from '../output';
import type { Settings } from '../settings';
import { defineCharts } from '.';

/** Writes `<environment>/NNNN-<chart>.k8s.yaml`; an App an environment, since its cost is quadratic in its charts. */
export function synthCharts(environments: readonly Settings[], folder: string): Written[] {
  return environments.map((settings) => {
    const app = new App({ outdir: join(folder, settings.environment) });
    defineCharts(app, settings);
    app.synth();
    const objects = app.charts.flatMap((chart) => chart.toJson());
    return {
      path: settings.environment,
      contents: `${objects.length} objects in ${app.charts.length} files`,
    };
  });
}
