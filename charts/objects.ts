import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { FaultError, messageFrom } from '../model/fault';
import type { Plan } from '../model/plan';
import { describeObject, isNamespaced } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { listDroppedFields } from './dropped-fields';

/**
 * The objects below a construct. It asks each object by itself: `Chart.toJson` walks the whole App anew for each chart.
 *
 * @throws FaultError for one that cannot be rendered, or that would lose fields
 */
export function objectsIn(scope: Construct, { name }: Plan): KubernetesObject[] {
  return scope.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => {
      const rendered = toJson(object, name);
      const dropped = listDroppedFields(object, rendered);
      if (dropped.length === 0) return rendered;
      const problem = 'the kind has no such field, so that a cluster would never see it';
      const fix = 'correct the path of the JSON patch in the hook that adds it';
      const what = `${name}: ${describeObject(rendered)}`;
      throw new FaultError(dropped.map((field) => ({ where: `${what} ${field}`, problem, fix })));
    });
}

function toJson(object: ApiObject, environment: string): KubernetesObject {
  try {
    return withScope(object.toJson() as KubernetesObject);
  } catch (error) {
    const where = `${environment}: ${object.node.path}`;
    const problem = `cannot be rendered: ${messageFrom(error)}`;
    const fix = 'fix the hook or the manifests that produce it, such as a JSON patch of a missing field';
    throw new FaultError([{ where, problem, fix }], 'nothing was written', { cause: error });
  }
}

/** cdk8s gives every object the namespace of its chart, those of kinds too that are in none: a second Namespace would look like another one. */
function withScope(object: KubernetesObject): KubernetesObject {
  if (isNamespaced(object) || object.metadata?.namespace === undefined) return object;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}
