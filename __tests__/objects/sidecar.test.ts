import { getRevision, getSidecarRevision } from '../../objects/sidecar';
import { object } from '../rules/judging';

const environment = { namespaces: { reading: { revision: 'asm-1-30' }, default: {} } } as const;
const inject = (value: string) => ({ 'sidecar.istio.io/inject': value });
const pods = (metadata: object, spec: object = {}, namespace?: string) =>
  object('apps/v1', 'Deployment', 'web', { spec: { template: { metadata, spec } } }, namespace);

test.each<[string, ReturnType<typeof pods>]>([
  ['say nothing', pods({})],
  ['ask for it by a label', pods({ labels: inject('true') })],
  [
    'ask for it by a label, whatever an annotation says',
    pods({ labels: inject('true'), annotations: inject('false') }),
  ],
  ['say false of the network of the node', pods({}, { hostNetwork: false })],
])('pods get the sidecar of their namespace where they %s', (_, made) => {
  expect(getSidecarRevision(made, environment)).toBe('asm-1-30');
});

test.each<[string, ReturnType<typeof pods>]>([
  ['decline it by a label', pods({ labels: inject('false') })],
  ['decline it by an annotation', pods({ annotations: inject('false') })],
  [
    'decline it by a label, whatever an annotation says',
    pods({ labels: inject('false'), annotations: inject('true') }),
  ],
  ['are on the network of the node', pods({ labels: inject('true') }, { hostNetwork: true })],
  ['are in a namespace outside the mesh', pods({ labels: inject('true') }, {}, 'default')],
  ['are in a namespace that nobody knows', pods({}, {}, 'elsewhere')],
])('pods get none where they %s', (_, made) => {
  expect(getSidecarRevision(made, environment)).toBeUndefined();
});

test('what makes no pods has no sidecar, and is in the mesh with its namespace', () => {
  const service = object('v1', 'Service', 'web');
  expect(getSidecarRevision(service, environment)).toBeUndefined();
  expect(getRevision(service, environment)).toBe('asm-1-30');
  expect(getRevision({ ...service, metadata: { name: 'web' } }, environment)).toBeUndefined();
});
