import { curl } from '../../applications/curl';
import type { Manifest } from '../support';
import { objectsIn, one } from '../rendered';

let objects: Manifest[];
beforeAll(async () => {
  objects = await objectsIn({
    pets: { revision: 'asm-1-30', applications: { 'curl-inside': curl('curl-inside') } },
    default: { applications: { 'curl-outside': curl('curl-outside') } },
  });
});

test.each([
  ['curl-inside', 'pets'],
  ['curl-outside', 'default'],
])("%s answers the lab's commands", (name, namespace) => {
  expect(one(objects, 'Deployment', name)).toMatchObject({
    metadata: { namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'curl' } },
      template: {
        metadata: { labels: { app: 'curl' } },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name: 'curl',
              image: expect.stringMatching(/^docker\.io\/curlimages\/curl:\d+\.\d+\.\d+$/),
              // Without it the image's own command ends at once, and there is no pod to call from.
              command: ['sleep', 'infinity'],
            },
          ],
        },
      },
    },
  });
});

test('only the client in the mesh follows its revision', () => {
  const annotations = 'spec.template.metadata.annotations';
  expect(one(objects, 'Deployment', 'curl-inside')).toHaveProperty(annotations, {
    'aks-istio-cdk/mesh-revision': 'asm-1-30',
  });
  expect(one(objects, 'Deployment', 'curl-outside')).not.toHaveProperty(annotations);
});

test('it is a client for verify to call from, and serves nothing', () => {
  expect(curl('client').workloads.client).toMatchObject({ testClient: true });
  expect(objects.filter(({ kind }) => kind === 'Service')).toEqual([]);
});
