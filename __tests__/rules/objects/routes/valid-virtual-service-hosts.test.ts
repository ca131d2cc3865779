import { validVirtualServiceHosts } from '../../../../rules/objects/routes/valid-virtual-service-hosts';
import { full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const to = { route: [{ destination: { host: 'web' } }] };
const virtual = (spec: object, name = 'web', namespace: string | undefined = 'reading') =>
  object('networking.istio.io/v1', 'VirtualService', name, { spec }, namespace);

test.each<[{ hosts?: []; http: object[] }]>([[{ hosts: [], http: [to] }], [{ http: [to] }]])(
  'a VirtualService without hosts is rejected: %j',
  (spec) => {
    expect(objects(validVirtualServiceHosts, [virtual(spec)])).toEqual([
      {
        field: 'spec.hosts',
        value: spec.hosts,
        problem: 'has no hosts, and no other VirtualService delegates to it, so it gets no requests',
        fix: 'set the hosts whose requests it handles, or add a route that delegates to it',
      },
    ]);
  },
);

test.each([{ name: 'part' }, { name: 'part', namespace: '' }, { name: 'part', namespace: 'reading' }])(
  'a VirtualService that another hands requests on to has no hosts: %j',
  (delegate) => {
    const root = virtual({ hosts: ['web'], http: [{ delegate }] });
    expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to] }, 'part')])).toEqual([]);
    expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to] }, 'part', 'pets')])).toEqual([
      expect.objectContaining({ field: 'spec.hosts' }),
    ]);
  },
);

test('a VirtualService may hand requests on to one of another namespace', () => {
  const root = virtual({ hosts: ['web'], http: [{ delegate: { name: 'part', namespace: 'pets' } }] });
  expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to] }, 'part', 'pets')])).toEqual([]);
  expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to] }, 'part')])).toEqual([
    expect.objectContaining({ field: 'spec.hosts' }),
  ]);
});

test.each(['gateways', 'tls', 'tcp'])('a VirtualService without hosts has no %s', (name) => {
  const value = name === 'gateways' ? ['door'] : [to];
  const root = virtual({ hosts: ['web'], http: [{ delegate: { name: 'part' } }] });
  expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to], [name]: value }, 'part')])).toEqual([
    {
      field: `spec.${name}`,
      value,
      problem: `a VirtualService without hosts, to which others delegate, has no '${name}': Istio's webhook rejects it`,
      fix: `remove '${name}', or set hosts`,
    },
  ]);
});

test('an empty list of gateways is none', () => {
  const root = virtual({ hosts: ['web'], http: [{ delegate: { name: 'part' } }] });
  expect(objects(validVirtualServiceHosts, [root, virtual({ http: [to], gateways: [] }, 'part')])).toEqual(
    [],
  );
});

test('a VirtualService without hosts does not hand requests on again', () => {
  const root = virtual({ hosts: ['web'], http: [{ delegate: { name: 'part' } }] });
  const part = virtual({ http: [to, { delegate: { name: 'leaf' } }] }, 'part');
  expect(objects(validVirtualServiceHosts, [root, part, virtual({ http: [to] }, 'leaf')])).toEqual([
    {
      field: 'spec.http.1.delegate',
      value: { name: 'leaf' },
      problem:
        "a VirtualService without hosts, to which others delegate, does not delegate again: Istio's webhook rejects it",
      fix: "set 'route' with a destination, or delegate from the VirtualService that has the hosts",
    },
    expect.objectContaining({ field: 'spec.hosts' }),
  ]);
});

test('a VirtualService without a namespace is one of the namespace default', () => {
  const [root, part] = [
    virtual({ hosts: ['web'], http: [{ delegate: { name: 'part', namespace: 'default' } }] }),
    virtual({ http: [to] }, 'part'),
  ].map(({ metadata: { name }, ...rest }) => ({ ...rest, metadata: { name } }));
  expect(objects(validVirtualServiceHosts, [root!, part!])).toEqual([]);
});

test.each([
  [['a.example.com', 'b.example.com', 'web', 'example.com']],
  [['*.example.com', 'example.com', '*.example.org']],
])('hosts of which none covers another are taken: %j', (list) => {
  expect(objects(validVirtualServiceHosts, [virtual({ hosts: list, http: [to] })])).toEqual([]);
});

test.each([
  ['a.example.com', '*.example.com'],
  ['*.example.com', 'a.example.com'],
  ['*.com', '*.example.com'],
])('of two hosts, none covers the other: %s and %s', (one, other) => {
  expect(
    objects(validVirtualServiceHosts, [virtual({ hosts: [one, 'b.example.org', other], http: [to] })]),
  ).toEqual([
    {
      field: 'spec.hosts.2',
      value: other,
      problem: `this and '${one}' overlap: Istio's webhook rejects both in one VirtualService`,
      fix: 'keep the wider host, or make a VirtualService of each',
    },
  ]);
});

test('a host stands once in the list', () => {
  expect(objects(validVirtualServiceHosts, [virtual({ hosts: ['web', 'web'], http: [to] })])).toEqual([
    {
      field: 'spec.hosts.1',
      value: 'web',
      problem: "is in the list twice: Istio's webhook rejects it",
      fix: 'keep it once',
    },
  ]);
});

test('a host of one VirtualService may cover one of another', () => {
  const of = (host: string) => virtual({ hosts: [host], http: [to] }, host.replace('*.', ''));
  expect(objects(validVirtualServiceHosts, [of('*.example.com'), of('a.example.com')])).toEqual([]);
});

test.each([[undefined], [[]], [['mesh']], [['web', 'mesh']]])(
  'sidecars accept no routes for every host: %j',
  (gateways) => {
    expect(objects(validVirtualServiceHosts, [virtual({ hosts: ['*'], gateways, http: [to] })])).toEqual([
      {
        field: 'spec.hosts.0',
        value: '*',
        problem: "sidecars accept no routes for every host: Istio's webhook rejects it",
        fix: "name the Gateways that it is for in 'gateways', without 'mesh', or the hosts",
      },
    ]);
  },
);

test('Gateways take routes for every host', () => {
  expect(
    objects(validVirtualServiceHosts, [virtual({ hosts: ['*'], gateways: ['web'], http: [to] })]),
  ).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(validVirtualServiceHosts, await objectsOf(environment))).toEqual([]);
});
