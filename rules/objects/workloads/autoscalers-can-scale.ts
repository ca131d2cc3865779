import type { V2HorizontalPodAutoscalerSpec } from '@kubernetes/client-node';
import { podSpecPath, getPodTemplate } from '../../../objects/pod-template';
import { type ObjectFault, type ObjectRule } from '../../rule';
import { describeObject } from '../../../objects/identity';
import type { KubernetesObject } from '../../../objects/object';

/**
 * What an autoscaler scales states no number of pods, which each apply would set back, and requests the CPU that the autoscaler
 * reckons in percent of.
 *
 * Source: Kubernetes documentation, Horizontal Pod Autoscaling.
 */
export const autoscalersCanScale: ObjectRule = (objects) => {
  const targets = Map.groupBy(objects, keyOf);
  return objects
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .flatMap((autoscaler): ObjectFault[] => {
      const { scaleTargetRef, metrics = [] } = (autoscaler.spec ?? {}) as V2HorizontalPodAutoscalerSpec;
      const { kind = '', name = '' } = scaleTargetRef ?? {};
      const target = targets.get(`${kind} ${autoscaler.metadata.namespace}/${name}`)?.[0];
      if (!target) return [];
      const { replicas } = (target.spec ?? {}) as { replicas?: number };
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
                problem: `${describeObject(autoscaler)} decides how many pods there are, and each apply would set this number again`,
                fix: "take it out of the controller's own fields: 'replicas' has the bounds",
              },
            ]),
        ...(isByCpu ? unrequested(target, autoscaler) : []),
      ];
    });
};

function unrequested(target: KubernetesObject, autoscaler: KubernetesObject): ObjectFault[] {
  const containers = getPodTemplate(target)?.spec?.containers ?? [];
  return containers
    .filter(({ resources }) => (resources?.requests?.cpu ?? resources?.limits?.cpu) === undefined)
    .map(({ name }) => ({
      object: target,
      field: `${podSpecPath(target)}.containers.${name}.resources.requests.cpu`,
      value: undefined,
      problem: `${describeObject(autoscaler)} reckons in percent of it, and would never scale`,
      fix: "request CPU: container: { resources: { requests: { cpu: '100m' } } }",
    }));
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
