import { ApiObject, JsonPatch, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { getApiGroup, groupKind } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { getPodTemplate, podTemplatePointer } from '../objects/pod-template';
import { podAnnotations, type Sidecar } from './sidecar';

/** Kinds whose pods a change of the mesh rolls; a Job may not be changed. */
const ROLLED = ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps', 'CronJob.batch'];

/** Objects that someone else wrote, with the names that they have. */
export class Manifests extends Construct {
  constructor(scope: Construct, id: string, objects: readonly ApiObjectProps[]) {
    super(scope, id);
    for (const [index, object] of objects.entries()) {
      const { name = `object${index}`, namespace = '' } = object.metadata ?? {};
      const parts = [name, object.kind.toLowerCase(), getApiGroup(object), namespace];
      new ApiObject(this, parts.filter((part) => part !== '').join('-'), object);
    }
  }
}

/** Fits an object that someone else wrote into its mesh. */
export function place(object: ApiObject, sidecar: Sidecar | 'none'): void {
  if (sidecar === 'none' || !ROLLED.includes(groupKind(object))) return;
  const template = getPodTemplate(object.toJson() as KubernetesObject);
  if (!template) return;
  const { metadata } = template;
  const annotations = { ...metadata?.annotations, ...podAnnotations(sidecar) };
  const path = `${podTemplatePointer(object)}/metadata`;
  object.addJsonPatch(JsonPatch.add(path, { ...metadata, annotations }));
}
