import type { KubernetesObject } from '../../../objects/object';
import { gateways } from '../../../verify/checks/gateways';
import { changed } from '../../support';
import { but, is, seen, set, without } from '../fake-cluster';
import { example, full } from '../fixtures';
import { stageOf, type Stage } from '../healthy';

const NAME = 'the external ingress gateway is set up as the environment says';
const SERVICE = 'Service aks-istio-ingressgateway-external';
const AUTOSCALER = 'HorizontalPodAutoscaler aks-istio-ingressgateway-external-asm-1-30';
const RUN = 'run npm run gateways:apply -- example';
const TIMEOUT = 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout';

let shop: Stage;
let bare: Stage;
let harbor: Stage;
beforeAll(async () => {
  const bareExample = changed(example, { 'mesh.gateways': undefined });
  [shop, bare, harbor] = await Promise.all([stageOf(example), stageOf(bareExample), stageOf(full)]);
});

/** The stage's cluster, of which these fields of an object were applied as settings. */
function applied(stage: Stage, name: string, fieldsV1: object, fields: Partial<KubernetesObject>) {
  return but(stage, (object) =>
    is(object, name)
      ? {
          ...object,
          ...fields,
          metadata: {
            ...object.metadata,
            ...fields.metadata,
            managedFields: [
              { manager: 'helm', operation: 'Update', fieldsV1: { 'f:spec': { 'f:maxReplicas': {} } } },
              { manager: 'aks-istio-cdk', operation: 'Apply', fieldsV1 },
              {
                manager: 'flux',
                operation: 'Apply',
                fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:example.com/by': {} } } },
              },
            ],
          },
        }
      : object,
  );
}

test.each<[title: string, path: string, value: unknown, expected: string]>([
  [
    `${SERVICE}, an annotation`,
    'metadata.annotations',
    { [TIMEOUT]: '4' },
    `${SERVICE} metadata.annotations.${TIMEOUT} is "4" instead of "10"; ${RUN}`,
  ],
  [
    `${SERVICE}, the policy`,
    'spec.externalTrafficPolicy',
    'Cluster',
    `${SERVICE} spec.externalTrafficPolicy is "Cluster" instead of "Local"; ${RUN}`,
  ],
  [
    `${AUTOSCALER}, a bound`,
    'spec.maxReplicas',
    5,
    `${AUTOSCALER} spec.maxReplicas is 5 instead of 6; ${RUN}`,
  ],
])('sees that a field is not as stated: %s', async (title, path, value, expected) => {
  const objects = set(shop, title.split(',')[0]!, path, value);
  expect(await seen(gateways, shop, { objects })).toEqual({ [NAME]: expected });
});

test('sees that an object is missing, which no command of this project can mend', async () => {
  expect(await seen(gateways, shop, { objects: without(shop, AUTOSCALER) })).toEqual({
    [NAME]: `no ${AUTOSCALER.replace(' ', ' aks-istio-ingress/')}`,
  });
  expect(await seen(gateways, bare, { objects: without(bare, AUTOSCALER, SERVICE) })).toEqual({
    [NAME]: 'ok',
  });
});

test('does not mind what others set beside it', async () => {
  const objects = set(shop, SERVICE, 'metadata.annotations', { [TIMEOUT]: '10', 'example.com/by': 'hand' });
  expect(await seen(gateways, shop, { objects })).toEqual({ [NAME]: 'ok' });
});

test('sees what earlier settings left, and only that', async () => {
  const fieldsV1 = { 'f:metadata': { 'f:annotations': { [`f:${TIMEOUT}`]: {} } } };
  const annotations = { [TIMEOUT]: '20', 'example.com/by': 'hand' };
  const metadata = { name: 'aks-istio-ingressgateway-external', annotations };
  const objects = applied(bare, SERVICE, fieldsV1, { metadata });
  expect(await seen(gateways, bare, { objects })).toEqual({
    [NAME]: `${SERVICE} metadata.annotations.${TIMEOUT} is "20", which is no longer in the settings; ${RUN}`,
  });
});

test('expects the bounds of AKS where those of the settings are gone', async () => {
  const fieldsV1 = { 'f:spec': { 'f:minReplicas': {}, 'f:maxReplicas': {} } };
  const withMost = (maxReplicas: number) =>
    applied(bare, AUTOSCALER, fieldsV1, { spec: { minReplicas: 2, maxReplicas } });
  expect(await seen(gateways, bare, { objects: withMost(9) })).toEqual({
    [NAME]: `${AUTOSCALER} spec.maxReplicas is 9 instead of 5; ${RUN}`,
  });
  expect(await seen(gateways, bare, { objects: withMost(5) })).toEqual({ [NAME]: 'ok' });
  // Where nothing is stated, anyone may choose.
  const objects = set(bare, AUTOSCALER, 'spec.maxReplicas', 9);
  expect(await seen(gateways, bare, { objects })).toEqual({ [NAME]: 'ok' });
});

test('asks for every gateway, and for the autoscaler of each revision', async () => {
  const both = { external: { replicas: { min: 2, max: 9 } }, internal: { replicas: { min: 2, max: 7 } } };
  const environment = changed(full, { 'mesh.gateways': both });
  expect(await seen(gateways, { ...harbor, environment })).toEqual({
    [NAME]: [
      ...['asm-1-29', 'asm-1-30'].map(
        (revision) =>
          `HorizontalPodAutoscaler aks-istio-ingressgateway-external-${revision} spec.maxReplicas is 5 instead of 9`,
      ),
      'run npm run gateways:apply -- full',
    ].join('; '),
    [NAME.replace('external', 'internal')]: expect.stringContaining(
      'internal-asm-1-29 spec.maxReplicas is 5 instead of 7',
    ) as string,
  });
});

test('says how much it looks at', () => {
  const expected = (stage: Stage) =>
    gateways.expectations(stage).map((each) => ('expected' in each ? each.expected : each.skipped));
  expect(expected(shop)).toEqual(['all 4 fields have the values of the settings']);
  expect(expected(bare)).toEqual(['no removed settings are left']);
  const none = changed(example, { 'mesh.ingressGateways': [], 'mesh.gateways': undefined });
  expect(expected({ ...shop, environment: none })).toEqual(['the environment has no ingress gateway']);
});
