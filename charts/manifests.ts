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
  if (!kind.endsWith('List') || !Array.isArray(items)) return [object as Manifest];
  const each = kind === 'List' ? {} : { apiVersion, kind: kind.replace(/List$/, '') };
  return items.flatMap((item: unknown, index) => manifestsIn(item, `item ${index + 1} of ${where}`, each));
}
