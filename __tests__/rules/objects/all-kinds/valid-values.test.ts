import { validValues } from '../../../../rules/objects/all-kinds/valid-values';
import { object, objects } from '../../judging';

const deployment = (container: object, pod: object = {}, metadata: object = {}) =>
  object('apps/v1', 'Deployment', 'shop', {
    spec: {
      template: {
        metadata: { labels: { app: 'shop' }, ...metadata },
        spec: { containers: [{ name: 'shop', image: 'example.com/shop:1', ...container }], ...pod },
      },
    },
  });
const fields = (...all: Parameters<typeof objects>[1]) =>
  objects(validValues, all).map(({ field, value }) => `${field} ${JSON.stringify(value)}`);
const AT = 'spec.template.spec.containers';

test.each(['100m', '0.5', 2, '1e3', '64Mi', '1Gi', '1Ki', '.5', '5.'])('%j is a quantity', (cpu) => {
  expect(fields(deployment({ resources: { requests: { cpu }, limits: { cpu } } }))).toEqual([]);
});

test.each(['100 m', 'lots', '64 Mb', '64MB', '', '1,5'])('%j is none', (memory) => {
  expect(fields(deployment({ resources: { limits: { memory } } }))).toEqual([
    `${AT}.0.resources.limits.memory ${JSON.stringify(memory)}`,
  ]);
});

test('words out of a short list are written as they are in it', () => {
  expect(fields(deployment({ imagePullPolicy: 'Always' }, { restartPolicy: 'Always' }))).toEqual([]);
  expect(fields(deployment({ imagePullPolicy: 'always' }, { restartPolicy: 'never' }))).toEqual([
    `${AT}.0.imagePullPolicy "always"`,
    'spec.template.spec.restartPolicy "never"',
  ]);
  expect(fields(object('v1', 'Service', 'shop', { spec: { type: 'loadBalancer' } }))).toEqual([
    'spec.type "loadBalancer"',
  ]);
  expect(fields(object('v1', 'Service', 'shop', { spec: { type: 'LoadBalancer' } }))).toEqual([]);
});

test('names that others chose are not taken for fields, and what is nothing is not set', () => {
  const free = {
    nodeSelector: { scheme: 'blue', protocol: 'x' },
    topologySpreadConstraints: [{ labelSelector: { matchLabels: { protocol: 'grpc', restartPolicy: 'x' } } }],
    volumes: [
      { name: 'share', csi: { driver: 'file.csi.azure.com', volumeAttributes: { protocol: 'nfs' } } },
    ],
  };
  expect(fields(deployment({ imagePullPolicy: null }, free))).toEqual([]);
});

const job = (schedule: string) => object('batch/v1', 'CronJob', 'report', { spec: { schedule } });

test.each(['@every 1h30m', '0 6 * * *', '*/5 0-6 1,15 * MON-FRI', '@daily', '0 0 1 JAN ?'])(
  '%j is a schedule',
  (schedule) => {
    expect(fields(job(schedule))).toEqual([]);
  },
);

test.each(['daily', '0 6 * *', '@noon', '0 6 * * * *', ''])('%j is none', (schedule) => {
  expect(fields(job(schedule))).toEqual([`spec.schedule ${JSON.stringify(schedule)}`]);
});

test('labels have keys and values that Kubernetes accepts, an empty value among them', () => {
  const good = { 'example.com/team': 'a-b_c.d', empty: '', 'app.kubernetes.io/name': 'shop' };
  expect(fields(deployment({}, {}, { labels: good }))).toEqual([]);
  const bad = { 'two words': 'a', 'team/part/x': 'a', team: '-a', long: 'a'.repeat(64) };
  expect(fields(deployment({}, {}, { labels: bad }))).toEqual([
    'spec.template.metadata.labels.two words "two words"',
    'spec.template.metadata.labels.team/part/x "team/part/x"',
    'spec.template.metadata.labels.team "-a"',
    `spec.template.metadata.labels.long "${'a'.repeat(64)}"`,
  ]);
});

test('a probe names a port of its own container', () => {
  const probing = (port: unknown) =>
    deployment({
      ports: [{ name: 'http', containerPort: 80 }],
      readinessProbe: { httpGet: { path: '/', port } },
    });
  expect(fields(probing('http'), probing(80))).toEqual([]);
  expect(fields(probing('web'))).toEqual([`${AT}.shop.readinessProbe.httpGet.port "web"`]);
});

test('claims ask for an amount', () => {
  const claim = (storage: string) => ({ spec: { resources: { requests: { storage } } } });
  expect(fields(object('v1', 'PersistentVolumeClaim', 'pages', claim('1Gi')))).toEqual([]);
  expect(fields(object('v1', 'PersistentVolumeClaim', 'pages', claim('1 GB')))).toEqual([
    'spec.resources.requests.storage "1 GB"',
  ]);
  const set = object('apps/v1', 'StatefulSet', 'pages', { spec: { volumeClaimTemplates: [claim('lots')] } });
  expect(fields(set)).toEqual(['spec.volumeClaimTemplates.0.spec.resources.requests.storage "lots"']);
});
