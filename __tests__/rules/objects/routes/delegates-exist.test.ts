import { delegatesExist } from '../../../../rules/objects/routes/delegates-exist';
import { object, objects } from '../../judging';

const virtual = (name: string, spec: object, namespace?: string) =>
  object('networking.istio.io/v1', 'VirtualService', name, { spec }, namespace);
const judge = (delegate: object) =>
  objects(delegatesExist, [
    virtual('part', {}),
    virtual('part', {}, 'default'),
    virtual('whole', { hosts: ['a.example.com'], http: [{ route: [] }, { delegate }] }),
  ]);

test.each([{ name: 'part' }, { name: 'part', namespace: 'default' }])(
  'a delegate that is rendered is taken: %j',
  (delegate) => {
    expect(judge(delegate)).toEqual([]);
  },
);

test.each<[object, string]>([
  [{ name: 'prat' }, 'reading/prat'],
  [{ name: 'part', namespace: 'archive' }, 'archive/part'],
])('a delegate that is not rendered is rejected: %j', (delegate, value) => {
  expect(judge(delegate)).toEqual([
    {
      field: 'spec.http.1.delegate',
      value,
      problem: 'no such VirtualService is rendered: Istio leaves out the route',
      fix: "name one without hosts, with its 'namespace' if that is another one",
    },
  ]);
});
