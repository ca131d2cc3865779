import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import type { Written } from '../output';
import { RULES, type RenderedObject } from '../rules';
import type { Settings } from '../settings';
import { defineCharts } from '.';

/**
 * Writes `<environment>/NNNN-<chart>.k8s.yaml`; an App an environment, since its cost is quadratic in its charts.
 *
 * @throws Error with what a chart refuses, or with every rule that an object breaks
 */
export function synthCharts(environments: readonly Settings[], folder: string): Written[] {
  return environments.map((settings) => {
    const { environment, mesh } = settings;
    const app = new App({ outdir: join(folder, environment) });
    define(app, settings);
    const objects = objectsIn(app);
    const broken = RULES.flatMap((rule) => rule(objects, mesh));
    if (broken.length > 0) throw new Error(broken.map((each) => `${environment}: ${each}`).join('\n'));
    app.synth();
    return { path: environment, contents: `${objects.length} objects in ${app.charts.length} files` };
  });
}

/** Every object of an environment, as it is rendered, without writing it. */
export function renderObjects(settings: Settings): RenderedObject[] {
  const app = new App();
  define(app, settings);
  return objectsIn(app);
}

/** Defines the charts; what a chart or a construct refuses is an error that names the environment. */
function define(app: App, settings: Settings): void {
  try {
    defineCharts(app, settings);
  } catch (error) {
    // Anything else than an Error of that very name is a bug, and keeps its trace.
    if (!(error instanceof Error) || error.name !== 'Error') throw error;
    throw new Error(`${settings.environment}: ${inWords(error.message)}`, { cause: error });
  }
}

/** What the library constructs says of an id that is taken, with the way out; any other message as it is. */
function inWords(message: string): string {
  const [, id, scope] = /^There is already a Construct with name '(.+)' in (.+)$/.exec(message) ?? [];
  if (id === undefined) return message;
  return `two constructs in ${scope} have the id '${id}'; give one of them another id, the second argument of its constructor`;
}

/** Asks each object by itself: `Chart.toJson` walks the whole App anew for each chart. */
function objectsIn(app: App): RenderedObject[] {
  return app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => (object as ApiObject).toJson() as RenderedObject);
}
