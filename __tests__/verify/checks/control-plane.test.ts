import { controlPlane } from '../../../verify/checks/control-plane';
import { but, seen, set } from '../fake-cluster';
import { example, full } from '../fixtures';
import { pod, stageOf, type Stage } from '../healthy';

let shop: Stage;
beforeAll(async () => {
  shop = await stageOf(example);
});

test.each([
  ['istiod-asm-1-30-a', 'istiod of asm-1-30 runs'],
  ['aks-istio-ingressgateway-external-asm-1-30-a', 'the external ingress gateway of asm-1-30 runs'],
])('sees that %s is not ready', async (name, expectation) => {
  const objects = set(shop, `Pod ${name}`, 'status.conditions', [{ type: 'Ready', status: 'False' }]);
  expect((await seen(controlPlane, shop, { objects }))[expectation]).toMatch(
    /^1 of 2 pods aks-istio-(system|ingress)\/.*-asm-1-30-\* are ready$/,
  );
});

test('does not take another revision, or a pod that is done, for the one it asks for', async () => {
  const objects = but(shop, (object) =>
    object.metadata.name.startsWith('istiod-')
      ? pod('aks-istio-system', object.metadata.name.replace('1-30', '1-3'), 'istiod')
      : object,
  );
  expect((await seen(controlPlane, shop, { objects }))['istiod of asm-1-30 runs']).toBe(
    '0 of 0 pods aks-istio-system/istiod-asm-1-30-* are ready',
  );
});

test('sees an old revision that an upgrade should have taken away', async () => {
  const objects = [...shop.healthy, pod('aks-istio-system', 'istiod-asm-1-29-a', 'istiod')];
  expect((await seen(controlPlane, shop, { objects }))['no other revision runs']).toBe('asm-1-30, asm-1-29');
});

test('expects both revisions in an upgrade, and every gateway of each', async () => {
  expect(await seen(controlPlane, await stageOf(full))).toEqual({
    'istiod of asm-1-29 runs': 'ok',
    'the internal ingress gateway of asm-1-29 runs': 'ok',
    'the external ingress gateway of asm-1-29 runs': 'ok',
    'istiod of asm-1-30 runs': 'ok',
    'the internal ingress gateway of asm-1-30 runs': 'ok',
    'the external ingress gateway of asm-1-30 runs': 'ok',
    'no other revision runs': 'ok',
  });
});
