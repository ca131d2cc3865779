import { judgeObjects } from '../../../../rules';
import { initContainersCanConnect } from '../../../../rules/objects/workloads/init-containers-can-connect';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';
import type { KubernetesObject } from '../../../../objects/object';

/** CNI chaining, and sidecars that are not native on this version of Kubernetes. */
const classic = changed(plain, { 'cluster.kubernetesVersion': '1.32' });
const wait = { name: 'wait', image: 'busybox:1' };

interface Pod {
  readonly annotations?: object;
  readonly labels?: object;
  readonly init?: readonly object[];
  readonly hostNetwork?: boolean;
}
const template = ({ annotations, labels, init = [wait], hostNetwork }: Pod) => ({
  metadata: { annotations, labels },
  spec: { initContainers: init, hostNetwork },
});
const deployment = (pod: Pod = {}, namespace = 'reading') =>
  object('apps/v1', 'Deployment', 'shop', { spec: { template: template(pod) } }, namespace);
const cronJob = object('batch/v1', 'CronJob', 'night', {
  spec: { jobTemplate: { spec: { template: template({}) } } },
});
const bare = object('v1', 'Pod', 'once', { spec: { initContainers: [wait] } });

test('an init container is rejected where it would hang on its first network call, whatever makes its pod', () => {
  const broken = (kind: string, field: string) => ({
    field,
    value: 'wait',
    problem:
      'would hang on its first network call: with CNI chaining, and sidecars of asm-1-30 on Kubernetes 1.32 that may not be native, it has no network',
    fix: `let the application retry instead; or run a revision and a Kubernetes version with native sidecars; or, if it calls nothing, waive this rule for the ${kind} and say so (docs/rules.md)`,
  });
  expect(objects(initContainersCanConnect, [deployment(), cronJob, bare], classic)).toEqual([
    broken('Deployment', 'spec.template.spec.initContainers'),
    broken('CronJob', 'spec.jobTemplate.spec.template.spec.initContainers'),
    broken('Pod', 'spec.initContainers'),
  ]);
});

test('it is taken where sidecars are native, where istio-init redirects, and outside the mesh', () => {
  const upgraded = changed(classic, { 'mesh.installedRevision': 'asm-1-29' });
  expect(objects(initContainersCanConnect, [deployment(), cronJob, bare], plain)).toEqual([]);
  expect(objects(initContainersCanConnect, [deployment()], upgraded)).toEqual([]);
  expect(
    objects(initContainersCanConnect, [deployment({}, 'default'), deployment({}, 'elsewhere')], classic),
  ).toEqual([]);
});

test.each<[string, Pod]>([
  ['pods without one', { init: [] }],
  [
    'one whose traffic is left out',
    {
      annotations: { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': '0.0.0.0/0' },
    },
  ],
  [
    'one that runs as the proxy, whose traffic is not redirected',
    {
      init: [{ ...wait, securityContext: { runAsUser: 1337 } }],
    },
  ],
  ['pods that get no sidecar', { labels: { 'sidecar.istio.io/inject': 'false' } }],
  ['pods that get none by an annotation', { annotations: { 'sidecar.istio.io/inject': 'false' } }],
  ['pods on the network of the node, which get none', { hostNetwork: true }],
])('taken are %s', (_, pod) => {
  expect(objects(initContainersCanConnect, [deployment(pod)], classic)).toEqual([]);
});

test('one that runs as the proxy does not excuse another', () => {
  const init = [{ ...wait, name: 'proxy', securityContext: { runAsUser: 1337 } }, wait];
  expect(objects(initContainersCanConnect, [deployment({ init })], classic)).toEqual([
    expect.objectContaining({ value: 'wait' }),
  ]);
});

test('one that calls nothing is taken where its workload waives the rule and says why', () => {
  const waiver = { 'aks-istio-cdk/waive-init-containers-can-connect': 'it copies files' };
  const { metadata, ...fields } = deployment();
  const waived = { ...fields, metadata: { ...metadata, annotations: waiver } } as KubernetesObject;
  const problem = expect.stringContaining('would hang on its first network call');
  expect(judgeObjects([deployment()], classic)).toContainEqual(expect.objectContaining({ problem }));
  expect(judgeObjects([waived], classic)).not.toContainEqual(expect.objectContaining({ problem }));
});
