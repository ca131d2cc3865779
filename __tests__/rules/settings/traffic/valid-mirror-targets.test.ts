import { validMirrorTargets } from '../../../../rules/settings/traffic/valid-mirror-targets';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/shop:1';
const versions = { v1: {}, v2: {} };
const mirroring = (traffic: object, more: object = { versions }, other: object = { ports: { http: 8080 } }) =>
  running({ shop: { image, ports: { http: 80, 'tcp-x': 81 }, ...more, traffic }, copy: { image, ...other } });
const at = `${APP}.shop.traffic.mirror`;

test.each([
  [{ mirror: { workload: 'copy' } }],
  [{ mirror: { version: 'v2' }, weights: { v2: 0 } }],
  [{ mirror: { version: 'v2' }, weights: { v2: 10 } }],
  [{ mirror: { version: 'v2' } }],
])('copies that go elsewhere are taken: %j', (traffic) => {
  expect(settings(validMirrorTargets, mirroring(traffic))).toEqual([]);
});

test('who mirrors nothing keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(validMirrorTargets, environment))).toEqual([]);
});

test('a mirror to itself is rejected', () => {
  expect(settings(validMirrorTargets, mirroring({ mirror: { workload: 'shop' } }))).toEqual([
    {
      path: `${at}.workload`,
      value: 'shop',
      problem: 'the workload would get each request twice: it is mirrored to itself',
      fix: "name another workload, or one of its versions by 'version'",
    },
  ]);
});

test.each([
  [{ weights: { v2: 100 } }, { versions }],
  [{}, { versions: { v2: {} } }],
])('a mirror to the version that takes all requests is rejected: %j', (traffic, more) => {
  expect(settings(validMirrorTargets, mirroring({ ...traffic, mirror: { version: 'v2' } }, more))).toEqual([
    {
      path: `${at}.version`,
      value: 'v2',
      problem: 'this version already gets all requests: it would get each of them twice',
      fix: 'mirror to another version',
    },
  ]);
});

test.each(['nobody', 'constructor'])(
  'a mirror to a workload that is not there is rejected: %s',
  (workload) => {
    expect(settings(validMirrorTargets, mirroring({ mirror: { workload } }))).toEqual([
      {
        path: `${at}.workload`,
        value: workload,
        problem: 'the application has no such workload; it has shop, copy',
        fix: 'name one of its workloads',
      },
    ]);
  },
);

test.each([
  [{ ports: { 'http-other': 80 } }, 'http-other'],
  [{}, 'none'],
])('a mirror that lacks the port of the requests is rejected: %j', (other, has) => {
  expect(settings(validMirrorTargets, mirroring({ mirror: { workload: 'copy' } }, {}, other))).toEqual([
    {
      path: `${at}.workload`,
      value: 'copy',
      problem: `'copy' has no port 'http' to receive the mirrored requests; its HTTP ports are ${has}`,
      fix: 'give both workloads ports of the same names',
    },
  ]);
});

test('a mirror that lacks one of several HTTP ports is rejected, and one that lacks a TCP port is not', () => {
  const several = { versions, ports: { http: 80, 'http-admin': 81, 'tcp-x': 82 } };
  const lacking = mirroring({ mirror: { workload: 'copy' } }, several, { ports: { http: 8080 } });
  expect(settings(validMirrorTargets, lacking)).toEqual([
    expect.objectContaining({ problem: expect.stringContaining("has no port 'http-admin'") as string }),
  ]);
  const both = { ports: { http: 8080, 'http-admin': 8081 } };
  expect(settings(validMirrorTargets, mirroring({ mirror: { workload: 'copy' } }, several, both))).toEqual(
    [],
  );
});
