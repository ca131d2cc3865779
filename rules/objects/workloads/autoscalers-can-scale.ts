import type { V2HorizontalPodAutoscalerSpec } from '@kubernetes/client-node';
import { listContainers, podPath } from '../../../objects/pod-template';
import { describeScaleTarget, findAutoscalers } from '../../../objects/replicas';
import { type ObjectFault, type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';
import { getSpec, type KubernetesObject } from '../../../objects/object';

/**
 * An autoscaler scales an object that is rendered. A workload with an autoscaler does not set its number of pods, which every apply would reset, and requests the CPU that the
 * autoscaler scales by.
 *
 * Source: Kubernetes documentation, Horizontal Pod Autoscaling.
 */
export const autoscalersCanScale: ObjectRule = (objects) => {
  const targets = Map.groupBy(objects, describeObject);
  return findAutoscalers(objects).flatMap((autoscaler): ObjectFault[] => {
    const { metrics = [] } = getSpec<V2HorizontalPodAutoscalerSpec>(autoscaler);
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
    const isByCpu = metrics.some(
      ({ resource }) => resource?.name === 'cpu' && resource.target.averageUtilization !== undefined,
    );
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
      ...(isByCpu ? unrequested(target, autoscaler) : []),
    ];
  });
};

function unrequested(target: KubernetesObject, autoscaler: KubernetesObject): ObjectFault[] {
  return listContainers(target)
    .filter(({ resources }) => (resources?.requests?.cpu ?? resources?.limits?.cpu) === undefined)
    .map(({ name }) => ({
      object: target,
      field: podPath(target, 'spec', 'containers', name, 'resources', 'requests', 'cpu'),
      value: undefined,
      problem: `${describeObject(autoscaler)} scales on a percentage of it, so it would never scale`,
      fix: "request CPU: container: { resources: { requests: { cpu: '100m' } } }",
    }));
}
