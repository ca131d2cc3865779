import { coast, HARBOR } from '../fixtures/calls';
import { judgeObjects } from '../../rules';
import { changed, objectsOf, one, type Manifest } from '../support';

const policies = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'PeerAuthentication')
    .map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec]);

test('an exception is for the port of the container of one workload, and leaves its others to the namespace', async () => {
  const docks = policies(await objectsOf(coast)).filter(([name]) => String(name).startsWith('docks/'));
  expect(docks).toEqual([
    [
      'docks/berths-mtls-exception',
      { selector: { matchLabels: { app: 'berths' } }, portLevelMtls: { 9100: { mode: 'PERMISSIVE' } } },
    ],
    ['docks/docks-mtls', { mtls: { mode: 'STRICT' } }],
  ]);
});

test('several ports of a workload are one policy, each with its mode', async () => {
  const mtls = { 'http-metrics': 'DISABLE', http: 'PERMISSIVE' };
  const objects = await objectsOf(changed(coast, { [`${HARBOR}.berths.mtls`]: mtls }));
  expect(one(objects, 'PeerAuthentication', 'berths-mtls-exception').spec).toEqual({
    selector: { matchLabels: { app: 'berths' } },
    portLevelMtls: { 9090: { mode: 'PERMISSIVE' }, 9100: { mode: 'DISABLE' } },
  });
});

test('a workload that is named as its namespace has exceptions too', async () => {
  const docks = { image: 'example.com/docks:1', ports: { http: 80 }, mtls: { http: 'PERMISSIVE' } };
  const environment = changed(coast, { [`${HARBOR}.docks`]: docks });
  const objects = await objectsOf(environment);
  expect(one(objects, 'PeerAuthentication', 'docks-mtls').spec).toEqual({ mtls: { mode: 'STRICT' } });
  expect(judgeObjects(objects, environment)).toEqual([]);
});

describe('the mode of the whole mesh', () => {
  const environment = changed(coast, {
    'mesh.mtls': 'PERMISSIVE',
    'namespaces.border.mtls': 'STRICT',
    [`${HARBOR}.berths.mtls`]: undefined,
  });

  test('is one policy of the root namespace, and a namespace has its own only where it states a mode', async () => {
    expect(policies(await objectsOf(environment))).toEqual([
      ['aks-istio-system/default', { mtls: { mode: 'PERMISSIVE' } }],
      ['border/border-mtls', { mtls: { mode: 'STRICT' } }],
    ]);
  });

  test('renders objects that keep every rule', async () => {
    expect(judgeObjects(await objectsOf(environment), environment)).toEqual([]);
  });
});
