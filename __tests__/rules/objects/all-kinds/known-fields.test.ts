import { knownFields } from '../../../../rules/objects/all-kinds/known-fields';
import { object, objects } from '../../judging';

const deployment = (container: object) =>
  object('apps/v1', 'Deployment', 'shop', {
    spec: {
      selector: { matchLabels: { app: 'shop' } },
      template: { spec: { containers: [{ name: 'shop', ...container }] } },
    },
  });

test('objects with fields of their kinds are taken', () => {
  const resources = { requests: { cpu: '100m', memory: 1 } };
  expect(objects(knownFields, [deployment({ image: 'shop:1', resources })])).toEqual([]);
});

test.each<[string, object, { field: string; value: unknown; problem: string; fix: string }]>([
  [
    'a misspelled field of Kubernetes',
    deployment({ imgage: 'shop:1' }),
    {
      field: 'spec.template.spec.containers.0.imgage',
      value: 'shop:1',
      problem: 'unknown field',
      fix: "rename it to 'image'",
    },
  ],
  [
    'a text for a number',
    object('v1', 'Service', 'shop', { spec: { ports: [{ port: '80' }] } }),
    { field: 'spec.ports.0.port', value: '80', problem: 'must be a number', fix: 'set 80' },
  ],
  [
    'a field that is required',
    object('apps/v1', 'StatefulSet', 'shop', { spec: { template: {} } }),
    { field: 'spec.selector', value: undefined, problem: 'must be an object: { ... }', fix: 'set an object' },
  ],
  [
    'a misspelled field of Istio',
    object('networking.istio.io/v1', 'VirtualService', 'shop', { spec: { http: [{ timout: '1s' }] } }),
    {
      field: 'spec.http.0.timout',
      value: '1s',
      problem: 'unknown field',
      fix: "rename it to 'timeout'",
    },
  ],
  [
    'a word that Istio does not know',
    object('security.istio.io/v1', 'PeerAuthentication', 'shop', { spec: { mtls: { mode: 'LAX' } } }),
    {
      field: 'spec.mtls.mode',
      value: 'LAX',
      problem: 'must be one of UNSET, DISABLE, PERMISSIVE, STRICT',
      fix: "set 'UNSET', 'DISABLE', 'PERMISSIVE', or 'STRICT'",
    },
  ],
])('%s is rejected', (_, wrong, broken) => {
  expect(objects(knownFields, [wrong as ReturnType<typeof object>])).toEqual([
    { ...broken, fix: `${broken.fix} in the application's data, its manifests or a hook` },
  ]);
});

test.each(['Shop', 'shop_1', '-shop', 'a..b', 'a.-b', 'a'.repeat(254), ''])(
  'the name %j is rejected',
  (name) => {
    expect(objects(knownFields, [object('v1', 'ConfigMap', name)])).toEqual([
      {
        field: 'metadata.name',
        value: name,
        problem:
          'must be a DNS name: 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part',
        fix: 'rename it',
      },
    ]);
  },
);

test('kinds that are not known are taken, and the colons of RBAC', () => {
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:shop', { rules: [] });
  const custom = object('example.com/v1', 'Shop', 'shop', { spec: { anything: 1 } });
  expect(objects(knownFields, [role, custom])).toEqual([]);
});

test.each([
  ['apiVersion', { apiVersion: undefined }, undefined],
  ['kind', { kind: 7 }, 7],
  ['metadata.name', { metadata: {} }, undefined],
  ['metadata.name', { metadata: undefined }, undefined],
])('an object without a text as its %s is rejected: %j', (field, fields, value) => {
  const nameless = { ...object('v1', 'Service', 'shop'), ...fields } as ReturnType<typeof object>;
  expect(objects(knownFields, [nameless])).toEqual([
    expect.objectContaining({ field, value, problem: expect.stringContaining('must be a string') as string }),
  ]);
});
