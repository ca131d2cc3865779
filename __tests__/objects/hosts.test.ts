import { isSystemHost, matchingPatterns, overlap, parseServiceHost, resolveHost } from '../../objects/hosts';

test.each([
  ['web', 'web.shop.svc.cluster.local'],
  ['web.other', 'web.other'],
  ['www.example.com', 'www.example.com'],
  ['*', '*'],
])('%s is %s to an object of the namespace shop', (host, full) => {
  expect(resolveHost(host, 'shop')).toBe(full);
});

test.each([
  ['web.shop.svc.cluster.local', { name: 'web', namespace: 'shop' }],
  ['web.shop.svc', { name: 'web', namespace: 'shop' }],
  ['web.shop', undefined],
  ['*.shop.svc.cluster.local', undefined],
  ['www.example.com', undefined],
])('the Service of %s is %j', (host, service) => {
  expect(parseServiceHost(host)).toEqual(service);
});

test.each([
  ['a.b.c', ['a.b.c', '*.b.c', '*.c', '*']],
  ['*.b.c', ['*.b.c', '*.c', '*']],
  ['*', ['*']],
])('%s is covered by %j', (host, patterns) => {
  expect(matchingPatterns(host)).toEqual(patterns);
});

test.each([
  ['a.example.com', '*.example.com', true],
  ['*.com', '*.example.com', true],
  ['a.example.com', 'a.example.com', true],
  ['a.example.com', 'b.example.com', false],
  ['example.com', '*.example.com', false],
])('of %s and %s, it is %s that one covers the other', (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
  expect(overlap(other, one)).toBe(expected);
});

test.each([
  ['kube-dns.kube-system.svc.cluster.local', true],
  ['zipkin.istio-system.svc.cluster.local', false],
  ['web.reading.svc.cluster.local', false],
  ['example.com', false],
])(
  'a Service that AKS or Kubernetes may run is one of their namespaces that exist: %s %s',
  (host, expected) => {
    expect(isSystemHost(host, { namespaces: {} })).toBe(expected);
  },
);
