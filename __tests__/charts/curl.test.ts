import { lab, objectOf, objectsOf, production } from '../support';

test.each([
  ['curl-inside', 'pets'],
  ['curl-outside', 'default'],
])("%s answers the lab's commands", (name, namespace) => {
  expect(objectOf(lab, 'Deployment', name)).toMatchObject({
    metadata: { namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'curl' } },
      template: {
        metadata: { labels: { app: 'curl' } },
        spec: {
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

test('only the client inside follows the revision of the mesh', () => {
  const annotations = 'spec.template.metadata.annotations';
  expect(objectOf(lab, 'Deployment', 'curl-inside')).toHaveProperty(annotations, {
    'aks-istio-cdk/mesh-revision': 'asm-1-30',
  });
  expect(objectOf(lab, 'Deployment', 'curl-outside')).not.toHaveProperty(annotations);
});

test('production has no test clients', () => {
  expect(objectsOf(production).filter(({ metadata }) => metadata.name.startsWith('curl-'))).toEqual([]);
});
