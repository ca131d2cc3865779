import { environments } from '../../../environments';
import { readEnvironments } from '../../../model/read';
import { allowedCalls } from '../../charts/attempts';
import { outcomeOf } from '../../charts/route-evaluator';
import { changed, objectsOf, one } from '../../support';

const GET = { methods: ['GET'], paths: ['/'] };

test('the lab has no policies, as its text has none; with one word, the calls that it shows still pass and no more', async () => {
  const [lab] = readEnvironments({ lab: environments.lab! }, {});
  const policies = (await objectsOf(lab!)).filter(
    ({ kind, metadata: { namespace } }) =>
      namespace === 'pets' && ['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'].includes(kind),
  );
  expect(policies).toEqual([]);

  const held = await objectsOf(changed(lab!, { 'namespaces.pets.authorization': 'on' }));
  const toFront = allowedCalls(held, GET).filter((call) => call.includes('-> pets/store-front'));
  expect(toFront).toEqual([
    'pets/curl-inside -> pets/store-front:8080 GET /',
    'external gateway -> pets/store-front:8080 GET /',
  ]);
});

test('production shows its store over HTTPS, and the admin site on the internal gateway alone', async () => {
  const [production] = readEnvironments({ production: environments.production! }, {});
  const objects = await objectsOf(production!);
  const [store, admin] = ['store.example.com', 'admin.store.example.com'] as const;
  const at = (by: 'external' | 'internal', host: string, port: number) =>
    outcomeOf(objects, { by, host, port });
  expect(at('external', store, 443)).toEqual({ to: { 'store-front.pets:80': 100 }, path: '/' });
  expect(at('external', store, 80)).toEqual({ status: 301, location: `https://${store}/` });
  expect(at('internal', admin, 80)).toEqual({ to: { 'store-admin.pets:80': 100 }, path: '/' });
  expect([at('external', admin, 80), at('internal', store, 80)]).toEqual([{ status: 404 }, { status: 404 }]);
  expect(one(objects, 'Gateway', 'pets-gateway')).toHaveProperty(
    'spec.servers.0.tls.credentialName',
    'store-tls',
  );
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
