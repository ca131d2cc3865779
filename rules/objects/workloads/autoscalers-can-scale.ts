import type { Plan } from '../../../model/plan';
import { listMetrics, type Metric } from '../../../objects/autoscalers';
import { describeObject } from '../../../objects/identity';
import { getSpec, type KubernetesObject } from '../../../objects/object';
import { listContainers, podPath } from '../../../objects/pod-template';
import { describeScaleTarget, findAutoscalers } from '../../../objects/replicas';
import { getSidecarRevision } from '../../../objects/sidecar';
import { type ObjectFault, type ObjectRule } from '../../rule';

type Resource = 'cpu' | 'memory';

const REQUESTS: Readonly<Record<Resource, string>> = {
  cpu: "request CPU: container: { resources: { requests: { cpu: '100m' } } }",
  memory: "request memory: container: { resources: { requests: { memory: '128Mi' } } }",
};

/** The container of a sidecar, which Istio adds with requests of its own. */
const SIDECAR = 'istio-proxy';

/**
 * An autoscaler scales an object that is rendered. A workload with one does not set its number of pods, which every apply would reset,
 * has the containers that the autoscaler measures, and requests the CPU or the memory that it scales on a percentage of.
 *
 * Source: Kubernetes documentation, Horizontal Pod Autoscaling.
 */
export const autoscalersCanScale: ObjectRule = (objects, environment) => {
  const targets = Map.groupBy(objects, describeObject);
  return findAutoscalers(objects).flatMap((autoscaler): ObjectFault[] => {
    const target = targets.get(describeScaleTarget(autoscaler))?.[0];
    if (!target)
      return [
        {
          object: autoscaler,
          field: 'spec.scaleTargetRef',
          value: getSpec(autoscaler).scaleTargetRef,
          problem: `no ${describeScaleTarget(autoscaler)} is rendered, so it scales nothing`,
          fix: 'name the object that makes the pods, in the same namespace',
        },
      ];
    const { replicas } = getSpec(target);
    const metrics = listMetrics(autoscaler);
    return [
      ...(replicas === undefined
        ? []
        : [
            {
              object: target,
              field: 'spec.replicas',
              value: replicas,
              problem: `${describeObject(autoscaler)} sets the number of pods; every apply would reset it`,
              fix: "remove it from the controller's own fields: 'replicas' has the bounds",
            },
          ]),
      ...findMissingContainers(metrics, target, autoscaler, environment),
      ...(['cpu', 'memory'] as const).flatMap((resource) =>
        unrequested(resource, metrics, target, autoscaler),
      ),
    ];
  });
};

function findMissingContainers(
  metrics: readonly Metric[],
  target: KubernetesObject,
  autoscaler: KubernetesObject,
  environment: Plan,
): ObjectFault[] {
  const own = listContainers(target).map(({ name }) => name);
  const names = getSidecarRevision(target, environment) === undefined ? own : [...own, SIDECAR];
  return metrics.flatMap(({ path, field, source }) =>
    field !== 'containerResource' || source?.container === undefined || names.includes(source.container)
      ? []
      : [
          {
            object: autoscaler,
            field: `${path}.containerResource.container`,
            value: source.container,
            problem: `${describeObject(target)} has no such container, so it would never scale by this`,
            fix: `set one of ${names.join(', ')}`,
          },
        ],
  );
}

/** The containers that a percentage of a resource is of, and that do not request it. */
function unrequested(
  resource: Resource,
  metrics: readonly Metric[],
  target: KubernetesObject,
  autoscaler: KubernetesObject,
): ObjectFault[] {
  const measured = metrics.filter(
    ({ source }) => source?.name === resource && source.target?.averageUtilization !== undefined,
  );
  // Of a pod as a whole, every container counts.
  const isOfPods = measured.some(({ field }) => field === 'resource');
  const named = measured.map(({ source }) => source!.container);
  return listContainers(target)
    .filter(({ name }) => isOfPods || named.includes(name))
    .filter(
      ({ resources }) => (resources?.requests?.[resource] ?? resources?.limits?.[resource]) === undefined,
    )
    .map(({ name }) => ({
      object: target,
      field: podPath(target, 'spec', 'containers', name, 'resources', 'requests', resource),
      value: undefined,
      problem: `${describeObject(autoscaler)} scales on a percentage of it, so it would never scale`,
      fix: REQUESTS[resource],
    }));
}
