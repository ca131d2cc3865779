import type { V1Container, V1PodTemplateSpec, V1ServicePort } from '@kubernetes/client-node';
import { groupKind, isBuiltIn, type Kind } from './identity';
import { listObjects, type KubernetesObject } from './object';

/** Where the kinds that make pods have the template of them; a Pod is its own. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Kinds of others that make pods, such as Argo's Rollout, have the template where a Deployment has it. */
function templatePath(kind: Kind): readonly string[] {
  return TEMPLATES[groupKind(kind)] ?? ['spec', 'template'];
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
export function podPath(kind: Kind, ...field: readonly string[]): string {
  return [...templatePath(kind), ...field].join('.');
}

/** Path of the pod template in the objects of a kind, for a JSON patch, such as `/spec/template`. */
export function podTemplatePointer(kind: Kind): string {
  return templatePath(kind)
    .map((key) => `/${key}`)
    .join('');
}

/** The containers of the pods that an object makes, without those that only prepare them. */
export function listContainers(object: KubernetesObject): readonly V1Container[] {
  return listObjects(getPodTemplate(object)?.spec?.containers);
}

/** The container's port that a Service's port leads to; undefined for a name that no container of the pods has. */
export function resolveTargetPort(
  { port, targetPort = port }: Pick<V1ServicePort, 'port' | 'targetPort'>,
  pods: readonly KubernetesObject[],
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pods
    .flatMap(listContainers)
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === targetPort)?.containerPort;
}
