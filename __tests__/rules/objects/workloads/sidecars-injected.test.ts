import { sidecarsInjected } from '../../../../rules/objects/workloads/sidecars-injected';
import { changed, objectsOf, plain, running } from '../../../support';
import { objects } from '../../judging';

const ON = { 'namespaces.reading.authorization': 'on' };
const web = (pod: object) => changed(running({ web: { image: 'a:1', pod } }), ON);
const INJECT = { 'sidecar.istio.io/inject': 'false' };

test.each<[string, object, { field: string; value: unknown }]>([
  [
    'a label',
    { metadata: { labels: INJECT } },
    { field: 'metadata.labels.sidecar.istio.io/inject', value: 'false' },
  ],
  [
    'an annotation',
    { metadata: { annotations: INJECT } },
    { field: 'metadata.annotations.sidecar.istio.io/inject', value: 'false' },
  ],
  ["the node's network", { spec: { hostNetwork: true } }, { field: 'spec.hostNetwork', value: true }],
])('pods without a sidecar by %s are rejected where policies are on', async (_, pod, { field, value }) => {
  const environment = web(pod);
  expect(objects(sidecarsInjected, await objectsOf(environment), environment)).toEqual([
    {
      field: `spec.template.${field}`,
      value,
      problem: "its pods have no sidecar, so they have no identity and no policy of 'reading' protects them",
      fix: "remove it, or move the workload into a namespace without 'authorization'",
    },
  ]);
});

test('pods with a sidecar are taken, and pods without one where no policies are', async () => {
  const injected = web({});
  expect(objects(sidecarsInjected, await objectsOf(injected), injected)).toEqual([]);
  const off = changed(web({ metadata: { labels: INJECT } }), { 'namespaces.reading.authorization': 'off' });
  expect(objects(sidecarsInjected, await objectsOf(off), off)).toEqual([]);
  expect(objects(sidecarsInjected, await objectsOf(plain), plain)).toEqual([]);
});
