import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { one, type Manifest } from '../support';
import { connected, outcomeOf, type Request } from './route-evaluator';
import { ALL, asked, at, rendered, WEB } from './sharing';

describe('routes to versions', () => {
  const routes = [
    { cookie: { name: 'beta', value: 'yes' }, version: 'v3' },
    { headers: { 'x-plan': 'gold' }, version: 'v2' },
  ];

  test('come before the weights, in their order', async () => {
    const objects = await rendered({ weights: { v1: 100, v2: 0, v3: 0 }, routes });
    const to = (headers: Record<string, string>) => asked(objects, { headers });
    expect(to({})).toEqual({ to: { [at('v1')]: 100 }, path: '/' });
    expect(to({ cookie: 'a=1; beta=yes' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
    expect(to({ 'x-plan': 'gold' })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
    expect(to({ 'x-plan': 'gold', cookie: 'beta=yes' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
  });

  test('leave all other requests to all versions where there are no weights', async () => {
    const objects = await rendered({ routes });
    expect(asked(objects)).toEqual({ to: ALL, path: '/' });
    expect(asked(objects, { headers: { 'x-plan': 'gold' } })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
  });

  test('hold within each route of the gateway, and widen none', async () => {
    const expose = {
      http: {
        hosts: ['shop.example.com'],
        routes: [{ uri: { prefix: '/shop' }, methods: ['GET'], rewrite: '/', timeout: '3s' }],
      },
    };
    const objects = await rendered({ weights: { v1: 80, v2: 20 }, routes, timeout: '9s' }, { expose });
    const outcome = (request: Partial<Request>) =>
      outcomeOf(objects, { by: 'external', host: 'shop.example.com', ...request });
    const beta = { cookie: 'beta=yes' };
    const seen = { path: '/x', with: { timeout: '3s' } };
    expect(outcome({ path: '/shop/x', headers: beta })).toEqual({ to: { [at('v3')]: 100 }, ...seen });
    expect(outcome({ path: '/shop/x' })).toEqual({ to: { [at('v1')]: 80, [at('v2')]: 20 }, ...seen });
    expect(outcome({ path: '/other', headers: beta })).toEqual({ status: 404 });
    expect(outcome({ path: '/shop/x', headers: beta, method: 'POST' })).toEqual({ status: 404 });
    // Inside of the mesh, the workload has no routes of the gateway.
    const inside = outcomeOf(objects, { by: 'mesh', host: WEB, path: '/other', headers: beta });
    expect(inside).toEqual({ to: { [at('v3')]: 100 }, path: '/other', with: { timeout: '9s' } });
  });
});

test('a request has to match both, the route of the gateway and that to a version', async () => {
  const routes = [
    { cookie: { name: 'beta', value: 'yes' }, version: 'v2' },
    { headers: { 'x-build': '7' }, version: 'v3' },
  ];
  const expose = { http: { hosts: ['shop.example.com'], routes: [{ headers: { 'x-plan': 'gold' } }] } };
  const objects = await rendered({ routes }, { expose });
  const outcome = (headers: Record<string, string>) =>
    outcomeOf(objects, { by: 'external', host: 'shop.example.com', headers });
  const gold = { 'x-plan': 'gold' };
  expect(outcome({ ...gold, cookie: 'beta=yes' })).toEqual({ to: { [at('v2')]: 100 }, path: '/' });
  expect(outcome({ ...gold, 'x-build': '7' })).toEqual({ to: { [at('v3')]: 100 }, path: '/' });
  expect(outcome(gold)).toEqual({ to: ALL, path: '/' });
  expect(outcome({ cookie: 'beta=yes' })).toEqual({ status: 404 });
  expect(outcome({ 'x-build': '7' })).toEqual({ status: 404 });
});

describe('a workload with several ports', () => {
  const ports = { http: 80, 'http-admin': { port: 81, targetPort: 9000 }, grpc: 90, 'tcp-feed': 5000 };
  const several = (traffic: object) => rendered(traffic, { ports });
  const inside = (objects: readonly Manifest[], port: number, headers = {}) =>
    outcomeOf(objects, { by: 'mesh', host: WEB, port, headers });

  test('shares out each port by the weights, requests and connections alike', async () => {
    const objects = await several({ weights: { v1: 75, v2: 25, v3: 0 } });
    for (const port of [80, 81, 90])
      expect(inside(objects, port)).toEqual({
        to: { [`web.reading:${port} v1`]: 75, [`web.reading:${port} v2`]: 25 },
        path: '/',
      });
    expect(connected(objects, WEB, 5000)).toEqual({
      'web.reading:5000 v1': 75,
      'web.reading:5000 v2': 25,
    });
  });

  test('never answers 404 at a port that the settings say nothing of', async () => {
    const objects = await several({ timeout: '5s', routes: [{ headers: { 'x-a': 'b' }, version: 'v2' }] });
    for (const port of [80, 81, 90]) {
      expect(inside(objects, port)).toMatchObject({ to: { [`web.reading:${port}`]: 100 } });
      expect(inside(objects, port, { 'x-a': 'b' })).toMatchObject({
        to: { [`web.reading:${port} v2`]: 100 },
      });
    }
    expect(connected(objects, WEB, 5000)).toEqual({ 'web.reading:5000': 100 });
  });

  test('of TCP alone shares out its connections', async () => {
    const tcp = { ports: { 'tcp-feed': 5000 }, expose: {} };
    const objects = await rendered({ weights: { v1: 75, v2: 25, v3: 0 } }, tcp);
    expect(connected(objects, WEB, 5000)).toEqual({ 'web.reading:5000 v1': 75, 'web.reading:5000 v2': 25 });
    const spec = one(objects, 'VirtualService', 'web').spec as VirtualServiceSpec;
    expect(Object.keys(spec).toSorted()).toEqual(['hosts', 'tcp']);
  });
});
