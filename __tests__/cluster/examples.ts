import { join } from 'node:path';
import type { KubernetesObject } from '../../objects/object';
import { blocks, page } from '../copies/project';
import { copyWithPages, objectsOfPage, PAGES, synthPages } from '../examples';
import { objects, scratch } from '../support';
import { adminOf } from './control-plane';
import { controlPlane } from './handover';
import { AKS_NAMESPACES } from './live';

const { suite, coordinates } = controlPlane();
const admin = adminOf(coordinates);

/** Kinds that neither the API server nor the mesh has: add-ons bring them. */
const FOREIGN = ['Certificate', 'ClusterIssuer', 'SecretProviderClass'];

/** What the pages tell to apply by hand. */
const byHand = ['docs/certificates.md', 'docs/gateways.md']
  .flatMap((path) => blocks(page(path), 'yaml').flatMap(objects))
  .filter(({ kind, spec }) => !FOREIGN.includes(kind) && !isPatch(kind, spec));

/** A Service of AKS's, of which the page shows some fields only. */
function isPatch(kind: string, spec: unknown): boolean {
  return kind === 'Service' && (spec as { ports?: unknown }).ports === undefined;
}

suite('a real API server accepts', () => {
  const project = join(scratch(), 'project');
  let applied: KubernetesObject[] = [];

  beforeAll(() => {
    copyWithPages(project);
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
  async function rejections(all: readonly KubernetesObject[]): Promise<string[]> {
    const rejected = [];
    for (const object of all) {
      const { status, body } = await admin.tryApply(object);
      applied.push(object);
      if (status >= 300) rejected.push(`${object.kind} ${object.metadata.name}: ${status} ${body.message}`);
    }
    return rejected;
  }

  // Of docs/gateways.md there are patches only, which another test sets on gateways like AKS's.
  test.each(PAGES.filter((name) => name !== 'gateways'))('what the examples of %s render', async (name) => {
    const rendered = objectsOfPage(project, name);
    expect(rendered.length).toBeGreaterThan(3);
    expect(await rejections(rendered)).toEqual([]);
  });

  test('what the pages tell to apply by hand', async () => {
    expect(byHand.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'Role', 'RoleBinding']),
    );
    expect(await rejections(byHand)).toEqual([]);
  });
});
