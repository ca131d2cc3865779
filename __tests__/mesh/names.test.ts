import { DNS_LABEL, DNS_SUBDOMAIN, HOST_NAME, LABEL_VALUE, METADATA_KEY } from '../../mesh/names';

const label = (length: number) => 'a'.repeat(length);

test.each<[string, boolean, boolean, boolean]>([
  ['a', true, true, false],
  ['shop-1', true, true, false],
  [label(63), true, true, false],
  [label(64), false, true, false],
  [label(253), false, true, false],
  [label(254), false, false, false],
  ['shop.example.com', false, true, true],
  [`${label(63)}.com`, false, true, true],
  [`${label(64)}.com`, false, true, false],
  ['*.example.com', false, false, true],
  ['*', false, false, false],
  ['a..b', false, false, false],
  ['a.-b', false, false, false],
  ['a-.b', false, false, false],
  ['.a', false, false, false],
  ['a.', false, false, false],
  ['-a', false, false, false],
  ['Shop', false, false, false],
  ['shop_1', false, false, false],
  ['', false, false, false],
])(
  'of %j, it is %s that it is a label, %s that it is a subdomain, and %s that it is a host',
  (name, ...are) => {
    expect([DNS_LABEL, DNS_SUBDOMAIN, HOST_NAME].map(({ pattern }) => pattern.test(name))).toEqual(are);
  },
);

test.each<[string, boolean, boolean]>([
  ['team', true, true],
  ['Cost_Center-1.a', true, true],
  [label(63), true, true],
  [label(64), false, false],
  ['example.com/team', true, false],
  [`${label(253)}/team`, true, false],
  [`${label(254)}/team`, false, false],
  ['Example.com/team', false, false],
  ['example.com/', false, false],
  ['/team', false, false],
  ['a/b/c', false, false],
  ['-team', false, false],
  ['a b', false, false],
  ['', false, true],
])('of %j, it is %s that it is a key of labels, and %s that it is the value of one', (text, ...are) => {
  expect([METADATA_KEY, LABEL_VALUE].map(({ pattern }) => pattern.test(text))).toEqual(are);
});
