import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../objects/object';
import { blocks, copyProject, page } from '../copies/project';
import { PAGES, synthPages, writePages } from '../examples';
import { scratch } from '../support';
import { adminOf } from './control-plane';
import { controlPlane } from './handover';
import { AKS_NAMESPACES } from './live';

const { suite, coordinates } = controlPlane();
const admin = adminOf(coordinates);

const objectsIn = (yaml: string) =>
  parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);

/** Kinds that neither the API server nor the mesh has: add-ons bring them. */
const FOREIGN = ['Certificate', 'ClusterIssuer', 'SecretProviderClass'];

/** What the pages tell to apply by hand. */
const byHand = ['docs/certificates.md', 'docs/gateways.md']
  .flatMap((path) => blocks(page(path), 'yaml').flatMap(objectsIn))
  .filter(({ kind, spec }) => !FOREIGN.includes(kind) && !isPatch(kind, spec));

/** A Service of AKS's, of which the page shows some fields only. */
function isPatch(kind: string, spec: unknown): boolean {
  return kind === 'Service' && (spec as { ports?: unknown }).ports === undefined;
}

suite('a real API server accepts', () => {
  const project = join(scratch(), 'project');
  let applied: KubernetesObject[] = [];

  beforeAll(() => {
    copyProject(project);
    writePages(project);
    synthPages(project, 'kubernetes');
  });
  beforeEach(async () => {
    for (const namespace of AKS_NAMESPACES) await admin.apply(namespace);
  });
  afterEach(async () => {
    for (const object of applied.toReversed()) await admin.remove(object);
    applied = [];
  });

  /** What the server says of objects that it does not take. */
  async function rejections(objects: readonly KubernetesObject[]): Promise<string[]> {
    const rejected = [];
    for (const object of objects) {
      const { status, body } = await admin.tryApply(object);
      applied.push(object);
      if (status >= 300) rejected.push(`${object.kind} ${object.metadata.name}: ${status} ${body.message}`);
    }
    return rejected;
  }

  // Of docs/gateways.md there are patches only, which another test sets on gateways like AKS's.
  test.each(PAGES.filter((name) => name !== 'gateways'))('what the examples of %s render', async (name) => {
    const folder = join(project, 'dist', name);
    const objects = readdirSync(folder)
      .toSorted()
      .flatMap((file) => objectsIn(readFileSync(join(folder, file), 'utf8')));
    expect(objects.length).toBeGreaterThan(3);
    expect(await rejections(objects)).toEqual([]);
  });

  test('what the pages tell to apply by hand', async () => {
    expect(byHand.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'Role', 'RoleBinding']),
    );
    expect(await rejections(byHand)).toEqual([]);
  });
});
