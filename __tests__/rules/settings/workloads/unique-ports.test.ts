import { uniquePorts } from '../../../../rules/settings/workloads/unique-ports';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const serving = (ports: object) => running({ shop: { image: 'example.com/shop:1', ports } });

test('ports of different numbers are taken, also where they lead to one port of the container', () => {
  const shared = serving({
    http: { port: 80, targetPort: 8080 },
    'http-admin': { port: 81, targetPort: 8080 },
  });
  expect([plain, full, shared].flatMap((environment) => settings(uniquePorts, environment))).toEqual([]);
});

test('two ports of one number are rejected', () => {
  expect(settings(uniquePorts, serving({ http: 80, 'http-admin': { port: 80, targetPort: 8081 } }))).toEqual([
    {
      path: `${APP}.shop.ports.http-admin`,
      value: 80,
      problem: "'http' already has this number, and a Service has each number once",
      fix: 'give each its own number; two may share a port of the container: { port, targetPort }',
    },
  ]);
});
