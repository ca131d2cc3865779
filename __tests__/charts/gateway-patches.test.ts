import { synthCharts } from '../../charts/synth';
import type { Plan } from '../../model/plan';
import { changed, full, objects, objectsOf, plain, textsOf } from '../support';

/** Every file of the patches of an environment, with the objects in it. */
async function patchesOf(environment: Plan) {
  const home = `${environment.name}.gateways/`;
  const made = textsOf(await synthCharts([environment]), home);
  return Object.fromEntries(
    Object.entries(made).map(([path, text]) => [path.slice(home.length), objects(text)]),
  );
}

const external = {
  annotations: { 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': '10' },
  externalTrafficPolicy: 'Local',
  replicas: { min: 3, max: 9 },
};

test('without settings nothing is patched, also where a gateway is named without any', async () => {
  expect(await patchesOf(plain)).toEqual({});
  expect(await patchesOf(changed(plain, { 'mesh.gateways': { external: { annotations: {} } } }))).toEqual({});
});

test('each object has a file with what is stated of it and no more, the autoscaler of each revision its own', async () => {
  const autoscaler = (revision: string) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: `aks-istio-ingressgateway-external-${revision}`,
      namespace: 'aks-istio-ingress',
    },
    spec: { minReplicas: 3, maxReplicas: 9 },
  });
  expect(await patchesOf(changed(full, { 'mesh.gateways': { external } }))).toEqual({
    'aks-istio-ingressgateway-external.patch.yaml': [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'aks-istio-ingressgateway-external',
          namespace: 'aks-istio-ingress',
          annotations: { 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': '10' },
        },
        spec: { externalTrafficPolicy: 'Local' },
      },
    ],
    'aks-istio-ingressgateway-external-asm-1-29.patch.yaml': [autoscaler('asm-1-29')],
    'aks-istio-ingressgateway-external-asm-1-30.patch.yaml': [autoscaler('asm-1-30')],
  });
});

test('an object of which nothing is stated has no file, and each gateway has its own settings', async () => {
  const environment = changed(full, {
    'mesh.gateways': {
      external: { externalTrafficPolicy: 'Cluster' },
      internal: { replicas: { min: 2, max: 3 } },
    },
  });
  expect(Object.keys(await patchesOf(environment))).toEqual([
    'aks-istio-ingressgateway-external.patch.yaml',
    'aks-istio-ingressgateway-internal-asm-1-29.patch.yaml',
    'aks-istio-ingressgateway-internal-asm-1-30.patch.yaml',
  ]);
});

test('what kubectl apply takes from the folder of the environment is the same with settings and without', async () => {
  const environment = changed(plain, { 'mesh.gateways': { external } });
  expect(await objectsOf(environment)).toEqual(await objectsOf(plain));
  const files = Object.keys(textsOf(await synthCharts([environment]), 'plain/'));
  expect(files.filter((file) => /gateway|patch/.test(file))).toEqual([]);
});

test('a run says how many patches there are', async () => {
  const { parts } = await synthCharts([changed(plain, { 'mesh.gateways': { external } })]);
  expect(parts).toContainEqual({
    path: 'plain.gateways',
    contents: '2 patches, for npm run gateways:apply',
  });
});
