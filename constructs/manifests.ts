import { ApiObject, JsonPatch, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { getApiGroup, isNamespaced } from '../objects/identity';
import { podAnnotations, type Sidecar } from './sidecar';

/** Where each kind that makes pods and may be changed has their template. A Job may not. */
const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: '/spec/template',
  StatefulSet: '/spec/template',
  DaemonSet: '/spec/template',
  CronJob: '/spec/jobTemplate/spec/template',
};

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

/** Fits an object that someone else wrote into its namespace and its mesh. */
export function place(object: ApiObject, sidecar: Sidecar | 'none'): void {
  const { kind } = object;
  if (!isNamespaced(object)) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  const template = TEMPLATES[kind];
  if (template === undefined) return;
  for (const [name, value] of Object.entries(podAnnotations(sidecar))) {
    const fields = object.toJson() as {
      spec: { template?: Template; jobTemplate?: { spec: { template: Template } } };
    };
    const { metadata } = fields.spec.template ?? fields.spec.jobTemplate!.spec.template;
    if (!metadata) object.addJsonPatch(JsonPatch.add(`${template}/metadata`, {}));
    if (!metadata?.annotations) object.addJsonPatch(JsonPatch.add(`${template}/metadata/annotations`, {}));
    object.addJsonPatch(
      JsonPatch.add(`${template}/metadata/annotations/${name.replaceAll('/', '~1')}`, value),
    );
  }
}

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}
