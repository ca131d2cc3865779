import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { FaultError, messageFrom } from '../model/fault';
import type { Plan } from '../model/plan';
import type { KubernetesObject } from '../objects/object';

/**
 * The objects below a construct. It asks each object by itself: `Chart.toJson` walks the whole App anew for each chart.
 *
 * @throws FaultError for one that cannot be rendered
 */
export function objectsIn(scope: Construct, environment: Plan): KubernetesObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => {
      try {
        return (object as ApiObject).toJson() as KubernetesObject;
      } catch (error) {
        const where = `${environment.name}: ${object.node.path}`;
        const problem = `cannot be rendered: ${messageFrom(error)}`;
        const fix = 'fix the hook or the manifests that produce it, such as a JSON patch of a missing field';
        throw new FaultError([{ where, problem, fix }], 'nothing was written', { cause: error });
      }
    });
}
