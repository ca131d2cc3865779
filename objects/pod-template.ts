import type { V1Container, V1ContainerPort, V1PodTemplateSpec, V1ServicePort } from '@kubernetes/client-node';
import { isBuiltIn } from './identity';
import { listObjects, type KubernetesObject } from './object';

/** Where an object has the template of its pods, as a Deployment and kinds of others such as Argo's Rollout have it. */
const TEMPLATE: readonly string[] = ['spec', 'template'];

/** Where those that have it elsewhere do; a Pod is its own. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['CronJob', ['spec', 'jobTemplate', ...TEMPLATE]],
]);

type Maker = Pick<KubernetesObject, 'kind'>;

function templatePath({ kind }: Maker): readonly string[] {
  return TEMPLATES.get(kind) ?? TEMPLATE;
}

/** The template of the pods that an object makes, or undefined for one that makes none. */
export function getPodTemplate(object: KubernetesObject): V1PodTemplateSpec | undefined {
  const template = templatePath(object).reduce<unknown>(
    (node, key) => (node as Readonly<Record<string, unknown>> | null | undefined)?.[key],
    object,
  ) as V1PodTemplateSpec | null | undefined;
  if (typeof template !== 'object' || template === null) return undefined;
  // Kinds of others have templates of other things too, such as a SealedSecret of its Secret.
  return isBuiltIn(object) || template.spec?.containers ? template : undefined;
}

/** Path of a field of the pods that an object makes, for messages. */
export function podPath(kind: Maker, ...field: readonly string[]): string {
  return [...templatePath(kind), ...field].join('.');
}

/** Path of the pod template in the objects of a kind, for a JSON patch, such as `/spec/template`. */
export function podTemplatePointer(kind: Maker): string {
  return templatePath(kind)
    .map((key) => `/${key}`)
    .join('');
}

/** The containers of the pods that an object makes, without those that only prepare them. */
export function listContainers(object: KubernetesObject): readonly V1Container[] {
  return listObjects(getPodTemplate(object)?.spec?.containers);
}

/** The ports of the containers of the pods that an object makes. */
export function listContainerPorts(object: KubernetesObject): readonly V1ContainerPort[] {
  return listContainers(object).flatMap(({ ports }) => listObjects<V1ContainerPort>(ports));
}

/** The container's port behind a Service's port; undefined for a name that no container of the pods has. */
export function resolveTargetPort(
  { port, targetPort = port }: Pick<V1ServicePort, 'port' | 'targetPort'>,
  pods: readonly KubernetesObject[],
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pods.flatMap(listContainerPorts).find(({ name }) => name === targetPort)?.containerPort;
}
