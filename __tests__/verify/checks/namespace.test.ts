import { drift } from '../../../verify/checks/drift';
import { namespace } from '../../../verify/checks/namespace';
import { seen, set, without } from '../fake-cluster';
import { example, full } from '../fixtures';
import { stageOf, type Stage } from '../healthy';

const expectation = 'namespace shop is injected by asm-1-30';

let shop: Stage;
beforeAll(async () => {
  shop = await stageOf(example);
});

test.each<[title: string, labels: Record<string, string> | undefined, actual: string]>([
  ['another revision', { 'istio.io/rev': 'asm-1-29' }, 'istio.io/rev=asm-1-29'],
  ['a revision that begins alike', { 'istio.io/rev': 'asm-1-300' }, 'istio.io/rev=asm-1-300'],
  ['no label', {}, 'no Istio label'],
  [
    'the label that makes the add-on skip it',
    { 'istio.io/rev': 'asm-1-30', 'istio-injection': 'enabled' },
    'istio.io/rev=asm-1-30 istio-injection=enabled',
  ],
])('sees %s', async (_, labels, actual) => {
  const objects = set(shop, 'Namespace shop', 'metadata.labels', labels);
  expect((await seen(namespace, shop, { objects }))[expectation]).toBe(actual);
});

test('sees that it is being deleted', async () => {
  const objects = set(shop, 'Namespace shop', 'metadata.deletionTimestamp', '2026-11-22T00:00:00Z');
  expect((await seen(namespace, shop, { objects }))[expectation]).toBe('it is being deleted');
  expect(Object.values(await seen(drift, shop, { objects }))).toEqual(['Namespace shop is being deleted']);
});

test('sees that it is missing', async () => {
  const objects = without(shop, 'Namespace shop');
  expect((await seen(namespace, shop, { objects }))[expectation]).toBe('no such namespace');
});

test('expects of each namespace its own revision, and nothing of one outside the mesh', async () => {
  expect(await seen(namespace, await stageOf(full))).toEqual({
    'namespace harbor is injected by asm-1-30': 'ok',
    'namespace quay is injected by asm-1-29': 'ok',
  });
});
