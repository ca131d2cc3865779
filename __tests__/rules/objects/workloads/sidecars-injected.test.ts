import { sidecarsInjected } from '../../../../rules/objects/workloads/sidecars-injected';
import { changed, objectsOf, plain, running } from '../../../support';
import { objects } from '../../judging';

const ON = { 'namespaces.reading.authorization': 'on' };
const web = (pod: object) => changed(running({ web: { image: 'a:1', pod } }), ON);
const INJECT = { 'sidecar.istio.io/inject': 'false' };

test.each<[string, object, object]>([
  ['a label', { metadata: { labels: INJECT } }, { field: 'pod sidecar.istio.io/inject', value: 'false' }],
  [
    'an annotation',
    { metadata: { annotations: INJECT } },
    { field: 'pod sidecar.istio.io/inject', value: 'false' },
  ],
  ["the node's network", { spec: { hostNetwork: true } }, { field: 'pod spec.hostNetwork', value: true }],
])('pods without a sidecar by %s are refused where policies are on', async (_, pod, place) => {
  const environment = web(pod);
  expect(objects(sidecarsInjected, await objectsOf(environment), environment)).toEqual([
    {
      ...place,
      problem:
        "its pods have no sidecar, so that they have no identity and no policy of 'reading' protects them",
      fix: "take it out, or move the workload into a namespace without 'authorization'",
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
