import { gatewaySource, proxySources, toSources } from '../../../model/plan/identities';
import { changed, plain } from '../../support';

const SHOP = { namespace: 'reading', serviceAccount: 'shop' };
const TILL = { namespace: 'archive', serviceAccount: 'till' };
const on = (...revisions: string[]) => changed(plain, { 'mesh.revisions': revisions });
const many = (count: number) => Array.from({ length: count }, () => SHOP);

test('callers are named by ServiceAccount, which holds in any trust domain', () => {
  expect(toSources([SHOP, TILL], plain)).toEqual([{ serviceAccounts: ['reading/shop', 'archive/till'] }]);
});

test.each([
  [['asm-1-24'], 'principals'],
  [['asm-1-24', 'asm-1-25'], 'principals'],
  [['asm-1-25'], 'serviceAccounts'],
  [['asm-1-30'], 'serviceAccounts'],
  [['asm-2-0'], 'serviceAccounts'],
])('with the revisions %j, they are named by %s', (revisions, field) => {
  expect(toSources([SHOP], on(...revisions)).map(Object.keys)).toEqual([[field]]);
});

test.each([
  [undefined, 'cluster.local'],
  [{ trustDomain: 'example.org' }, 'example.org'],
])('a principal is of the trust domain of the mesh: %j', (config, domain) => {
  const environment = changed(on('asm-1-24'), { 'mesh.config': config });
  expect(toSources([SHOP, TILL], environment)).toEqual([
    { principals: [`${domain}/ns/reading/sa/shop`, `${domain}/ns/archive/sa/till`] },
  ]);
});

test.each([
  [0, []],
  [1, [1]],
  [16, [16]],
  [17, [16, 1]],
  [32, [16, 16]],
])('%i callers are sources of %j', (count, lengths) => {
  expect(toSources(many(count), plain).map(({ serviceAccounts }) => serviceAccounts?.length)).toEqual(
    lengths,
  );
});

test('nobody is no source on an old revision either: one without names would be everybody', () => {
  expect(toSources([], on('asm-1-24'))).toEqual([]);
});

const external = { namespace: 'reading', gateway: 'external' } as const;
const internal = { namespace: 'reading', gateway: 'internal' } as const;

test('the external gateway has a ServiceAccount, and the internal one is who else is in their namespace', () => {
  expect(gatewaySource(external, plain)).toEqual({
    serviceAccounts: ['aks-istio-ingress/aks-istio-ingressgateway-external'],
  });
  expect(gatewaySource(external, on('asm-1-24'))).toEqual({
    principals: ['cluster.local/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external'],
  });
  for (const environment of [plain, on('asm-1-24')])
    expect(gatewaySource(internal, environment)).toEqual({
      namespaces: ['aks-istio-ingress'],
      notPrincipals: ['*/ns/aks-istio-ingress/sa/aks-istio-ingressgateway-external'],
    });
});

test("with the Gateway API, each gateway has the ServiceAccount of the namespace's own Gateway", () => {
  const environment = changed(plain, { 'mesh.gatewayApi': true });
  expect(gatewaySource(external, environment)).toEqual({ serviceAccounts: ['reading/external-istio'] });
  expect(gatewaySource(internal, environment)).toEqual({ serviceAccounts: ['reading/internal-istio'] });
});

describe('proxies', () => {
  const whole = [{ namespace: 'reading' }, { namespace: 'archive' }, { namespace: 'reading' }];
  const named = [
    { namespace: 'reading', serviceAccounts: ['shop', 'shop'] },
    { namespace: 'archive', serviceAccounts: ['till'] },
  ];

  test('of whole namespaces are one source, each once', () => {
    expect(proxySources(whole, plain)).toEqual([{ namespaces: ['reading', 'archive'] }]);
  });

  test('of some pods are named by their ServiceAccounts, on an old revision by their principals', () => {
    expect(proxySources(named, plain)).toEqual([{ serviceAccounts: ['reading/shop', 'archive/till'] }]);
    expect(proxySources(named, on('asm-1-24'))).toEqual([
      { principals: ['cluster.local/ns/reading/sa/shop', 'cluster.local/ns/archive/sa/till'] },
    ]);
  });

  test('of the gateways that AKS runs are named as these are, with the Gateway API too', () => {
    const gateways = (['external', 'internal', 'external'] as const).map((gateway) => ({
      namespace: 'aks-istio-ingress',
      gateway,
    }));
    const sources = [gatewaySource(external, plain), gatewaySource(internal, plain)];
    for (const environment of [plain, changed(plain, { 'mesh.gatewayApi': true })])
      expect(proxySources(gateways, environment)).toEqual(sources);
  });

  test('that there are none of are no source', () => {
    expect(proxySources([], plain)).toEqual([]);
  });
});
