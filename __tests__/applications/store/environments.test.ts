import { environments } from '../../../environments';
import { readEnvironments } from '../../../model/read';
import { allowedCalls } from '../../charts/attempts';
import { changed, objectsOf } from '../../support';

const GET = { methods: ['GET'], paths: ['/'] };

test('the lab has no policies, as its text has none; with one word, the calls that it shows still pass and no more', async () => {
  const [lab] = readEnvironments({ lab: environments.lab! }, {});
  const kinds = new Set((await objectsOf(lab!)).map(({ kind }) => kind));
  expect(['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'].filter((kind) => kinds.has(kind))).toEqual([]);

  const held = await objectsOf(changed(lab!, { 'namespaces.pets.authorization': 'on' }));
  const toFront = allowedCalls(held, GET).filter((call) => call.includes('-> pets/store-front'));
  expect(toFront).toEqual([
    'pets/curl-inside -> pets/store-front:8080 GET /',
    'external gateway -> pets/store-front:8080 GET /',
  ]);
});

test('production lets the gateway alone call its store, and holds pods on every layer', async () => {
  const [production] = readEnvironments({ production: environments.production! }, {});
  const objects = await objectsOf(production!);
  expect(allowedCalls(objects, GET).filter((call) => call.includes('-> pets/store-front'))).toEqual([
    'external gateway -> pets/store-front:8080 GET /',
  ]);
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'NetworkPolicy deny-all',
      'Sidecar store-front',
      'AuthorizationPolicy allow-nothing',
    ]),
  );
});
