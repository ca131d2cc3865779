import { guessedPorts } from '../../rules/guessed-ports';
import { changed, full, objectsOf, plain } from '../support';
import { object, objects } from './judging';

const service = (port: object, more: object = {}) =>
  object('v1', 'Service', 'shop', { spec: { ...more, ports: [{ port: 80, ...port }] } });

test.each([
  service({ name: 'http' }),
  service({ name: 'tcp-db' }),
  service({ name: 'web', appProtocol: 'http' }),
  service({ name: 'dns', protocol: 'UDP' }),
  service({ name: 'web' }, { type: 'ExternalName' }),
])('a port that tells its protocol is taken, and one that no sidecar carries: %#', (each) => {
  expect(objects(guessedPorts, [each])).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(guessedPorts, await objectsOf(environment))).toEqual([]);
});

test('outside of the mesh nobody guesses', () => {
  const outside = changed(plain, { 'namespaces.reading.revision': undefined });
  expect(objects(guessedPorts, [service({ name: 'web' })], outside)).toEqual([]);
});

test.each(['web', 'queue-amqp', undefined])('a port named %s is refused', (name) => {
  expect(objects(guessedPorts, [service({ name })])).toEqual([
    {
      field: `spec.ports.${name ?? 80}`,
      value: name,
      problem: 'the name of port 80 tells Istio no protocol, so that it guesses',
      fix: "name it PROTOCOL or PROTOCOL-NAME, such as http-web or tcp-amqp, or state 'appProtocol'",
    },
  ]);
});
