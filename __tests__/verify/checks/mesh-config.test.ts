import { meshConfig } from '../../../verify/checks/mesh-config';
import { seen, set, without } from '../fake-cluster';
import { example, full } from '../fixtures';
import { stageOf, type Stage } from '../healthy';

const expectation = 'asm-1-30 has its shared MeshConfig';
const name = 'istio-shared-configmap-asm-1-30';

let shop: Stage;
beforeAll(async () => {
  shop = await stageOf(example);
});

test('sees that it is missing', async () => {
  const objects = without(shop, `ConfigMap ${name}`);
  expect((await seen(meshConfig, shop, { objects }))[expectation]).toBe(
    `no ConfigMap aks-istio-system/${name}`,
  );
});

test('looks for that of each revision in an upgrade', async () => {
  const harbor = await stageOf(full);
  expect(await seen(meshConfig, harbor, { objects: without(harbor, `ConfigMap ${name}`) })).toEqual({
    'asm-1-29 has its shared MeshConfig': 'ok',
    [expectation]: `no ConfigMap aks-istio-system/${name}`,
  });
});

test('sees that it has another key', async () => {
  const objects = set(shop, `ConfigMap ${name}`, 'data', { meshConfig: '' });
  expect((await seen(meshConfig, shop, { objects }))[expectation]).toBe(
    `aks-istio-system/${name} with the key meshConfig`,
  );
});
