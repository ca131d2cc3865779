import { objectsOf, one, running } from '../support';
import { outcomeOf } from './route-evaluator';
import { ALL, asked, at, image, rendered, shop, VERSIONS, WEB } from './sharing';

describe('weights', () => {
  test.each([
    [
      { v1: 60, v2: 30, v3: 10 },
      { [at('v1')]: 60, [at('v2')]: 30, [at('v3')]: 10 },
    ],
    [
      { v2: 10, v3: 0 },
      { [at('v1')]: 90, [at('v2')]: 10 },
    ],
    [{ v1: 100, v2: 0 }, { [at('v1')]: 100 }],
    [{ v2: 0, v3: 0 }, { [at('v1')]: 100 }],
    [{ v1: 0, v2: 0 }, { [at('v3')]: 100 }],
    [{ v1: 0, v2: 100 }, { [at('v2')]: 100 }],
    [
      { v1: 50, v2: 50, v3: 0 },
      { [at('v1')]: 50, [at('v2')]: 50 },
    ],
  ])('%j share alike at the gateway and in the mesh', async (weights, to) => {
    expect(asked(await rendered({ weights }))).toEqual({ to, path: '/' });
  });

  test('name a subset for each version, by the label of its pods', async () => {
    const objects = await rendered({ weights: { v1: 90, v2: 10 } });
    expect(one(objects, 'DestinationRule', 'web').spec).toEqual({
      host: WEB,
      subsets: ['v1', 'v2', 'v3'].map((name) => ({ name, labels: { version: name } })),
    });
  });

  test('are no part of a workload that states none: versions share by their pods', async () => {
    const objects = await rendered({ timeout: '5s' });
    expect(asked(objects)).toEqual({ to: ALL, path: '/', with: { timeout: '5s' } });
    expect(objects.filter(({ kind }) => kind === 'DestinationRule')).toEqual([]);
  });
});

test('a subset is there before the routes that name it', async () => {
  const kinds = (await rendered({ weights: { v1: 90, v2: 10 } }))
    .filter(({ kind }) => ['Deployment', 'DestinationRule', 'VirtualService'].includes(kind))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(kinds.filter((each) => each.includes('web'))).toEqual([
    'Deployment web-v1',
    'Deployment web-v2',
    'Deployment web-v3',
    'DestinationRule web',
    'VirtualService web',
    'VirtualService web-route',
  ]);
});

describe('a mirror', () => {
  test('copies all requests to a version, or a share of them', async () => {
    const weights = { v1: 100, v2: 0, v3: 0 };
    const all = await rendered({ weights, mirror: { version: 'v2' } });
    expect(asked(all)).toEqual({ to: { [at('v1')]: 100 }, copies: { [at('v2')]: 100 }, path: '/' });
    const some = await rendered({ weights, mirror: { version: 'v2', percentage: 0.5 } });
    expect(asked(some)).toMatchObject({ copies: { [at('v2')]: 0.5 } });
  });

  test('copies them to another workload, whichever version answers', async () => {
    const routes = [{ headers: { 'x-plan': 'gold' }, version: 'v2' }];
    const objects = await rendered({ routes, mirror: { workload: 'shadow', percentage: 25 } });
    const copies = { 'shadow.reading:8080': 25 };
    expect(asked(objects)).toEqual({ to: ALL, copies, path: '/' });
    expect(asked(objects, { headers: { 'x-plan': 'gold' } })).toEqual({
      to: { [at('v2')]: 100 },
      copies,
      path: '/',
    });
  });
});

describe('a fault', () => {
  test.each([
    [
      { delay: { fixedDelay: '7s', percentage: 10 } },
      { delay: { fixedDelay: '7s', percentage: { value: 10 } } },
    ],
    [{ abort: { httpStatus: 503 } }, { abort: { httpStatus: 503, percentage: { value: 100 } } }],
    [
      { delay: { fixedDelay: '1s' }, abort: { httpStatus: 418, percentage: 0.1 } },
      {
        delay: { fixedDelay: '1s', percentage: { value: 100 } },
        abort: { httpStatus: 418, percentage: { value: 0.1 } },
      },
    ],
  ])('%j is injected for all requests or a share', async (fault, expected) => {
    expect(asked(await rendered({ fault }))).toEqual({ to: ALL, path: '/', with: { fault: expected } });
  });
});

test('timeout and retries hold for every version, and for a route of the gateway unless it states its own', async () => {
  const retries = { attempts: 3, retryOn: '503' };
  const traffic = {
    timeout: '5s',
    retries,
    weights: { v1: 100, v2: 0, v3: 0 },
    routes: [{ headers: { 'x-plan': 'gold' }, version: 'v2' }],
  };
  const objects = await rendered(traffic);
  for (const headers of [{}, { 'x-plan': 'gold' }] as Record<string, string>[])
    expect(asked(objects, { headers })).toMatchObject({ with: { timeout: '5s', retries } });
  const own = { timeout: '1s', retries: { attempts: 0 } };
  const expose = { http: { hosts: ['shop.example.com'], routes: [{ uri: { exact: '/fast' }, ...own }, {}] } };
  const exposed = await rendered(traffic, { expose });
  const through = (path: string) => outcomeOf(exposed, { by: 'external', host: 'shop.example.com', path });
  expect(through('/fast')).toMatchObject({ with: own });
  expect(through('/')).toMatchObject({ with: { timeout: '5s', retries } });
});

test('a route of the gateway to another workload shares out as that workload says', async () => {
  const environment = running({
    web: {
      image,
      ports: { http: 80 },
      expose: { http: { hosts: ['*'], routes: [{ uri: { prefix: '/api' }, to: { workload: 'api' } }, {}] } },
    },
    api: {
      image,
      ports: { http: 8080 },
      versions: VERSIONS,
      traffic: { weights: { v2: 5, v3: 0 }, timeout: '2s' },
    },
  });
  const objects = await objectsOf(environment);
  const shared = {
    to: { 'api.reading:8080 v1': 95, 'api.reading:8080 v2': 5 },
    path: '/api/x',
    with: { timeout: '2s' },
  };
  const path = '/api/x';
  expect(outcomeOf(objects, { by: 'external', host: 'a.example.com', path })).toEqual(shared);
  const host = 'api.reading.svc.cluster.local';
  expect(outcomeOf(objects, { by: 'mesh', host, port: 8080, path })).toEqual(shared);
  expect(outcomeOf(objects, { by: 'external', host: 'a.example.com' })).toEqual({ to: ALL, path: '/' });
});

test('a workload that states no traffic has neither rule nor route inside the mesh', async () => {
  const environment = shop({}, { traffic: undefined });
  const objects = await objectsOf(environment);
  expect(asked(objects)).toEqual({ to: ALL, path: '/' });
  const own = objects.filter(({ kind }) => kind === 'DestinationRule' || kind === 'VirtualService');
  expect(own.map(({ metadata }) => metadata.name)).toEqual(['web-route']);
});
