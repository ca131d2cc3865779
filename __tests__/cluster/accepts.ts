import { lab, objectsOf, production, type Manifest } from '../support';
import { adminOf } from './control-plane';
import { controlPlane } from './handover';
import { AKS_NAMESPACES } from './live';

const { suite, coordinates } = controlPlane();
const admin = adminOf(coordinates);
const environments = [lab, production];

suite.each(environments)('a real API server accepts, in file order, of $environment', (settings) => {
  const objects = objectsOf(settings);

  beforeAll(async () => {
    // An object that comes before its namespace is to be refused, not to find what another test has left.
    for (const object of environments.flatMap(objectsOf)) await admin.remove(object);
    for (const namespace of AKS_NAMESPACES) await admin.apply(namespace);
  });

  test.each(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    '%s',
    async (_, object) => {
      const { status, body } = await admin.tryApply(object);
      expect({ status, message: body.message }).toEqual({ status: 201, message: undefined });
    },
  );
});

/** What is wrong with a copy of an object, and what the server is to say of it. */
const FAULTS: readonly [kind: string, fields: object, words: readonly string[]][] = [
  ['ConfigMap', { oops: 1 }, ['.oops', 'field not declared in schema']],
  ['Deployment', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['Gateway', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['Namespace', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['PeerAuthentication', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['Secret', { oops: 1 }, ['.oops', 'field not declared in schema']],
  ['Service', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['StatefulSet', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['VirtualService', { spec: { oops: 1 } }, ['.spec.oops', 'field not declared in schema']],
  ['PeerAuthentication', { spec: { mtls: { mode: 'STRICKT' } } }, ['spec.mtls.mode', 'STRICT']],
  ['Gateway', { spec: { servers: 'all' } }, ['.spec.servers', 'expected list']],
  ['VirtualService', { spec: { hosts: [80] } }, ['.spec.hosts[0]', 'string']],
];

suite('a real API server refuses', () => {
  const rendered = environments.flatMap(objectsOf);

  beforeAll(async () => {
    for (const object of [...AKS_NAMESPACES, ...rendered]) await admin.apply(object);
  });

  test.each(FAULTS)('a %s with %j, and says why', async (kind, fields, words) => {
    const example = rendered.find((object) => object.kind === kind)!;
    const copy = { ...example, ...fields, spec: merged(example, fields) };
    const { status, body } = await admin.tryApply(copy, { dryRun: true });
    expect(status).toBeGreaterThanOrEqual(400);
    for (const word of words) expect(body.message).toContain(word);
  });

  test('a fault in every kind that is rendered', () => {
    const kinds = new Set(rendered.map(({ kind }) => kind));
    expect(new Set(FAULTS.map(([kind]) => kind))).toEqual(kinds);
  });
});

function merged(example: Manifest, fields: { spec?: object }): object | undefined {
  return example.spec || fields.spec ? { ...(example.spec as object), ...fields.spec } : undefined;
}
