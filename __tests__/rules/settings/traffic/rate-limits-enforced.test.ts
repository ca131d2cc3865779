import { rateLimitsEnforced } from '../../../../rules/settings/traffic/rate-limits-enforced';
import { APP, changed, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const LIMIT = { requests: 10, per: '1s' };
const limiting = (ports: object, ...names: string[]) =>
  running({
    shop: {
      image: 'example.com/shop:1',
      ports,
      rateLimits: Object.fromEntries(names.map((name) => [name, LIMIT])),
    },
  });

test.each<[object, string[]]>([
  [{ http: 80 }, ['http']],
  [{ 'grpc-web-a': 80, http2: 81, 'tcp-x': 82 }, ['grpc-web-a', 'http2']],
  [{ http: { port: 80, targetPort: 8080 }, 'http-b': { port: 81, targetPort: 8080 } }, ['http-b']],
])('limits of the ports %j, for %j, are taken', (ports, names) => {
  expect(settings(rateLimitsEnforced, limiting(ports, ...names))).toEqual([]);
});

test('who limits nothing keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(rateLimitsEnforced, environment))).toEqual([]);
});

test.each<[object, string, string]>([
  [{ http: 80 }, 'http-b', 'has no such port; it has http'],
  [{}, 'http', 'has no such port; it has none'],
  [{ https: 443 }, 'https', 'reads no requests'],
  [{ 'tcp-x': 80 }, 'tcp-x', 'reads no requests'],
])('of the ports %j, a limit of %s is rejected', (ports, name, problem) => {
  expect(settings(rateLimitsEnforced, limiting(ports, name))).toEqual([
    expect.objectContaining({
      path: `${APP}.shop.rateLimits.${name}`,
      value: LIMIT,
      problem: expect.stringContaining(problem),
    }),
  ]);
});

test('without sidecars nothing counts', () => {
  const outside = changed(limiting({ http: 80 }, 'http'), { 'namespaces.reading.revision': undefined });
  expect(settings(rateLimitsEnforced, outside)).toEqual([
    expect.objectContaining({ problem: expect.stringContaining('no sidecars to count requests') }),
  ]);
});
