import { App } from 'cdk8s';
import { FaultError } from '../model/fault';
import type { Plan } from '../model/plan';
import type { Output } from '../output';
import { judgeRendered, formatWaiver } from '../rules';
import { defineCharts } from '.';
import { listChartFiles } from './files';
import { makeGatewayPatches } from './gateway-patches';
import { objectsIn } from './objects';
import { toYaml } from './yaml';
import type { KubernetesObject } from '../objects/object';

/** One file of the output and the objects in it. */
interface Manifest {
  readonly file: string;
  readonly objects: readonly KubernetesObject[];
}

/**
 * Makes `<environment>/<chart>.k8s.yaml` of each chart, and the patches of ingress gateways beside it. It does without
 * `App.synth`, whose cost is quadratic in charts.
 *
 * @throws FaultError with every rule that an object breaks
 */
export async function synthCharts(environments: readonly Plan[]): Promise<Output> {
  const rendered = [];
  for (const environment of environments)
    rendered.push({ environment, manifests: await render(environment) });
  const { faults, waivers } = judgeRendered(
    rendered.map(({ environment, manifests }) => ({
      environment,
      objects: manifests.flatMap(({ objects }) => objects),
    })),
  );
  if (faults.length > 0) throw new FaultError(faults);
  const all = rendered.flatMap(({ environment, manifests }): Output[] => {
    const { name } = environment;
    const files = new Map(
      manifests.map(({ file, objects }) => [`${name}/${file}`, { content: toYaml(objects) }]),
    );
    const count = manifests.reduce((sum, { objects }) => sum + objects.length, 0);
    const notes = waivers.filter((each) => each.environment === name).map(formatWaiver);
    const parts = [{ path: name, contents: `${count} objects in ${manifests.length} files`, notes }];
    return [{ files, parts }, makeGatewayPatches(environment)];
  });
  return {
    files: new Map(all.flatMap(({ files }) => [...files])),
    parts: all.flatMap(({ parts }) => parts),
  };
}

/** Every object of an environment, in the order in which it is applied, without writing it. */
export async function renderObjects(environment: Plan): Promise<KubernetesObject[]> {
  return (await render(environment)).flatMap(({ objects }) => objects);
}

async function render(environment: Plan): Promise<Manifest[]> {
  const app = new App();
  await defineCharts(app, environment);
  return listChartFiles(app)
    .map(({ file, chart }) => ({ file, objects: objectsIn(chart, environment) }))
    .filter(({ objects }) => objects.length > 0);
}
