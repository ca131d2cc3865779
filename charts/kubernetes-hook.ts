import { ApiObject, type App } from 'cdk8s';
import { NamespacedChart } from '../constructs/chart';
import { FaultError } from '../model/fault';
import type { Plan } from '../model/plan';
import { closestMatch } from '../model/read/nearest';
import { messageWithUserLine } from '../model/trace';
import { listChartFiles } from './files';

/**
 * Runs the Kubernetes hook of an environment, once every chart is there.
 *
 * @param id that of the hook's own chart
 * @throws FaultError if the hook fails
 */
export async function runKubernetesHook(
  app: App,
  id: string,
  { name, kubernetes }: Pick<Plan, 'name' | 'kubernetes'>,
): Promise<void> {
  if (!kubernetes) return;
  const objects = listObjects(app);
  const find = createFinder(objects);
  try {
    await kubernetes({ chart: new NamespacedChart(app, id), objects, find });
  } catch (error) {
    const where = `${name}: kubernetes (environments/${name}.ts)`;
    const fault = { where, problem: messageWithUserLine(error), fix: 'fix the hook, or remove it' };
    throw new FaultError([fault], 'nothing was written', { cause: error });
  }
}

function listObjects(app: App): ApiObject[] {
  return listChartFiles(app).flatMap(({ chart }) => chart.node.findAll().filter(ApiObject.isApiObject));
}

function createFinder(objects: readonly ApiObject[]): (id: string) => ApiObject {
  const byId = new Map(objects.map((object) => [object.node.path, object]));
  return (id) => {
    const found = byId.get(id);
    if (found) return found;
    const ids = [...byId.keys()];
    const [chart] = id.split('/');
    const near = closestMatch(id, ids);
    const beside = ids.filter((each) => each.startsWith(`${chart}/`));
    const hint =
      near !== undefined
        ? `did you mean '${near}'?`
        : beside.length > 0
          ? `there is ${beside.map((each) => `'${each}'`).join(', ')}`
          : `and there is no chart '${chart}' with objects`;
    throw new Error(`no object has the id '${id}'; ${hint}`);
  };
}
