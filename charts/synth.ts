import { join } from 'node:path';
import { App } from 'cdk8s';
import type { Written } from '../output';
import { RULES, type RenderedObject } from '../rules';
import type { Settings } from '../settings';
import { defineCharts } from '.';

/**
 * Writes `<environment>/NNNN-<chart>.k8s.yaml`; an App an environment, since its cost is quadratic in its charts.
 *
 * @throws Error with every rule that an object breaks
 */
export function synthCharts(environments: readonly Settings[], folder: string): Written[] {
  return environments.map((settings) => {
    const { environment, mesh } = settings;
    const app = new App({ outdir: join(folder, environment) });
    defineCharts(app, settings);
    app.synth();
    const objects = app.charts.flatMap((chart) => chart.toJson() as RenderedObject[]);
    const broken = RULES.flatMap((rule) => rule(objects, mesh));
    if (broken.length > 0) throw new Error(broken.map((each) => `${environment}: ${each}`).join('\n'));
    return { path: environment, contents: `${objects.length} objects in ${app.charts.length} files` };
  });
}
