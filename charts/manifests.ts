import { statSync } from 'node:fs';
import type { ApiObjectProps } from 'cdk8s';
import { asKubernetes } from '../objects/yaml-tags';
import { isUrl, readSource } from '../model/read/source';

/** An object of Kubernetes, which may be a list of others. */
type Manifest = ApiObjectProps & { readonly items?: readonly Manifest[] };

/**
 * The objects of a file or URL of manifests, as Kubernetes reads them; those of a list one by one.
 *
 * @throws Error with the reason why they cannot be read, and the line if there is one
 */
export async function readManifests(source: string): Promise<ApiObjectProps[]> {
  if (!isUrl(source)) {
    const found = statSync(source, { throwIfNoEntry: false });
    if (!found) throw new Error('there is no such file below the folder in which synth runs');
    if (!found.isFile()) throw new Error('it is not a file');
  }
  const { parseAllDocuments } = await import('yaml');
  const options = { version: '1.1', customTags: asKubernetes, stringKeys: true } as const;
  // Files that were joined may each begin with a mark of their encoding.
  const text = (await readSource(source)).replaceAll(/^\ufeff/gm, '');
  const documents = parseAllDocuments(text, options);
  const [broken] = documents.flatMap(({ errors }) => errors);
  if (broken) throw new Error(`it is not YAML: ${broken.message.split('\n')[0]!.replace(/:$/, '')}`);
  const objects = documents.flatMap((document, index) =>
    manifestsIn(document.toJS({ maxAliasCount: -1 }), `document ${index + 1}`),
  );
  if (objects.length === 0) throw new Error('it has no objects');
  return objects;
}

/** What a document has in it: nothing, an object, or several in a list, whose kind says what they are where they don't. */
function manifestsIn(document: unknown, where: string, of: Partial<Manifest> = {}): ApiObjectProps[] {
  if (document === null) return [];
  const object = typeof document === 'object' ? { ...of, ...document } : of;
  const { apiVersion, kind, items } = object;
  if (typeof document !== 'object' || typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new Error(`${where} of it is not an object: it has no apiVersion and kind`);
  const wrong = findMalformed(object as Fields);
  if (wrong) throw new Error(`${where} of it, ${kind}: ${wrong}`);
  if (!kind.endsWith('List') || !Array.isArray(items)) return [object as Manifest];
  const each = kind === 'List' ? {} : { apiVersion, kind: kind.replace(/List$/, '') };
  return items.flatMap((item: unknown, index) => manifestsIn(item, `item ${index + 1} of ${where}`, each));
}

type Fields = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kinds that do nothing without a spec. */
const NEED_SPEC =
  /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Service|Ingress|HorizontalPodAutoscaler|PersistentVolumeClaim)$/;

/** What no object has, and would be dropped or renumbered in silence: metadata that is no map, a spec or an item of a list that is nothing. */
function findMalformed(object: Fields): string | undefined {
  const { metadata, kind } = object;
  const isList = `${kind as string}`.endsWith('List');
  if (isList && 'items' in object && !Array.isArray(object.items)) return 'items must be a list';
  if (!isList && !isMap(metadata)) return 'metadata must be a map with a name';
  for (const field of ['labels', 'annotations'])
    if (
      isMap(metadata) &&
      metadata[field] !== undefined &&
      metadata[field] !== null &&
      !isMap(metadata[field])
    )
      return `metadata.${field} must be a map of strings`;
  if ('spec' in object && object.spec === null && NEED_SPEC.test(`${kind as string}`)) return 'spec is empty';
  const empty = findNull(object);
  return empty && `${empty} is an empty item of a list`;
}

/** Path of the first item of a list that is nothing. */
function findNull(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    // A list of other things, such as the values of an enumeration, may have nothing among them.
    const isOfObjects = Array.isArray(value) && value.every((each) => typeof each === 'object');
    if (isOfObjects && item === null) return [...path, key].join('.');
    const found = findNull(item, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
