import { mergeKey } from '../../objects/merge-key';

test.each<[string, unknown, unknown]>([
  ['a container by its name', { name: 'web', image: 'web:1' }, 'web'],
  ['a mount by its path, since one volume has several', { name: 'data', mountPath: '/data' }, '/data'],
  ['a port of a container by its name', { name: 'http', containerPort: 80 }, 'http'],
  ['a port of a container by its number', { containerPort: 80 }, 80],
  ['a port of a Service by its number', { port: 80, targetPort: 8080 }, 80],
  [
    'a server of a Gateway by nothing: its port is no number',
    { port: { number: 80 }, hosts: ['*'] },
    undefined,
  ],
  ['a text by nothing', 'web', undefined],
  ['null by nothing', null, undefined],
])('tells %s', (_, item, expected) => {
  expect(mergeKey(item)).toBe(expected);
});
