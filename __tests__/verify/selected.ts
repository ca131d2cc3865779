import type { Kind } from '../../objects/identity';
import type { ListOptions } from '../../verify/check';
import type { KubernetesObject } from '../../objects/object';

/** The objects that a Kubernetes API server would list. */
export function selected(
  objects: readonly KubernetesObject[],
  { apiVersion, kind }: Kind,
  { namespace, name, labels }: ListOptions = {},
): KubernetesObject[] {
  const wanted = labels?.split(',').map((label) => label.split('=') as [key: string, value: string]) ?? [];
  return objects.filter(
    (object) =>
      object.apiVersion === apiVersion &&
      object.kind === kind &&
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      wanted.every(([key, value]) => object.metadata.labels?.[key] === value),
  );
}
