import { merge } from '../../constructs/merge';

test('fields are joined one by one, and what is stated comes before what is rendered', () => {
  const rendered = { a: 1, b: { c: 2, d: 3 } };
  expect(merge(rendered, { b: { d: 4, e: 5 }, f: 6 })).toEqual({ a: 1, b: { c: 2, d: 4, e: 5 }, f: 6 });
});

test('nothing that is stated leaves what is rendered', () => {
  const rendered = { a: 1 };
  expect(merge(rendered, undefined)).toBe(rendered);
  expect(merge(rendered, { a: undefined })).toEqual({ a: 1 });
});

test('what was nothing is what is stated', () => {
  expect(merge(undefined, { a: 1 })).toEqual({ a: 1 });
});

test.each([
  [
    'name',
    [{ name: 'a', x: 1 }],
    [{ name: 'a', y: 2 }, { name: 'b' }],
    [{ name: 'a', x: 1, y: 2 }, { name: 'b' }],
  ],
  [
    'mount path',
    [{ name: 'v', mountPath: '/a' }],
    [
      { name: 'v', mountPath: '/b' },
      { mountPath: '/a', readOnly: true },
    ],
    [
      { name: 'v', mountPath: '/a', readOnly: true },
      { name: 'v', mountPath: '/b' },
    ],
  ],
  [
    'container port',
    [{ containerPort: 80 }],
    [{ containerPort: 80, protocol: 'UDP' }],
    [{ containerPort: 80, protocol: 'UDP' }],
  ],
])('items of lists are joined by their %s', (_, rendered, stated, merged) => {
  expect(merge({ list: rendered }, { list: stated })).toEqual({ list: merged });
});

test('a list whose items nothing identifies is the one that is stated', () => {
  expect(merge({ list: ['a'] }, { list: ['b'] })).toEqual({ list: ['b'] });
  expect(merge({ list: [{ name: 'a' }] }, { list: [{ key: 'x' }] })).toEqual({ list: [{ key: 'x' }] });
});

test('neither side is changed', () => {
  const [rendered, stated] = [{ list: [{ name: 'a', x: { y: 1 } }] }, { list: [{ name: 'a', x: { z: 2 } }] }];
  merge(rendered, stated);
  expect([rendered, stated]).toEqual([
    { list: [{ name: 'a', x: { y: 1 } }] },
    { list: [{ name: 'a', x: { z: 2 } }] },
  ]);
});
