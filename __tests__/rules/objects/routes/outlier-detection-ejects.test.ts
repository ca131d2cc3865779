import { outlierDetectionEjects } from '../../../../rules/objects/routes/outlier-detection-ejects';
import { object, objects } from '../../judging';

const service = object('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } });
const pods = (version: string, replicas?: number, kind = 'Deployment') =>
  object('apps/v1', kind, `web-${version}`, {
    spec: { replicas, template: { metadata: { labels: { app: 'web', version } } } },
  });
const autoscaler = (minReplicas: number, maxReplicas: number) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: { minReplicas, maxReplicas, scaleTargetRef: { kind: 'Deployment', name: 'web-v1' } },
  });
const rule = (spec: object) =>
  object('networking.istio.io/v1', 'DestinationRule', 'web', { spec: { host: 'web', ...spec } });
const detecting = (maxEjectionPercent?: number) => ({ outlierDetection: { maxEjectionPercent } });
const judge = (...rendered: ReturnType<typeof pods>[]) =>
  objects(outlierDetectionEjects, [service, ...rendered]).map(({ field }) => field);
const SHARED = 'spec.trafficPolicy.outlierDetection.maxEjectionPercent';

test.each([
  ['one of three pods', [pods('v1', 3), rule({ trafficPolicy: detecting(34) })]],
  ['ten pods without a number', [pods('v1', 10), rule({ trafficPolicy: detecting() })]],
  ['two objects of five pods', [pods('v1', 5), pods('v2', 5), rule({ trafficPolicy: detecting() })]],
  ['a single pod', [pods('v1'), rule({ trafficPolicy: detecting() })]],
  ['a DaemonSet', [pods('v1', undefined, 'DaemonSet'), rule({ trafficPolicy: detecting() })]],
  ['another host', [pods('v1', 3), rule({ host: 'other.example.com', trafficPolicy: detecting() })]],
  ['no outlier detection', [pods('v1', 3), rule({ trafficPolicy: {} })]],
  ['an autoscaler from ten on', [pods('v1'), autoscaler(10, 20), rule({ trafficPolicy: detecting() })]],
])('%s is taken', (_of, rendered) => {
  expect(judge(...rendered)).toEqual([]);
});

test.each([
  ['too small a share', [pods('v1', 3), rule({ trafficPolicy: detecting(33) })], SHARED],
  ['none, which is 10 percent', [pods('v1', 9), rule({ trafficPolicy: detecting() })], SHARED],
  ['0, which Istio does not send', [pods('v1', 9), rule({ trafficPolicy: detecting(0) })], SHARED],
  [
    'an autoscaler that starts with two',
    [pods('v1'), autoscaler(2, 20), rule({ trafficPolicy: detecting() })],
    SHARED,
  ],
  [
    'an autoscaler that starts with one',
    [pods('v1'), autoscaler(1, 3), rule({ trafficPolicy: detecting() })],
    SHARED,
  ],
  [
    'a port of its own',
    [
      pods('v1', 3),
      rule({ trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...detecting() }] } }),
    ],
    'spec.trafficPolicy.portLevelSettings.0.outlierDetection.maxEjectionPercent',
  ],
  [
    'a subset that has fewer pods',
    [
      pods('v1', 10),
      pods('v2', 2),
      rule({ trafficPolicy: detecting(), subsets: [{ name: 'v2', labels: { version: 'v2' } }] }),
    ],
    SHARED,
  ],
  [
    'a subset with its own',
    [
      pods('v1', 10),
      pods('v2', 2),
      rule({
        trafficPolicy: detecting(50),
        subsets: [{ name: 'v2', labels: { version: 'v2' }, trafficPolicy: detecting(10) }],
      }),
    ],
    'spec.subsets.0.trafficPolicy.outlierDetection.maxEjectionPercent',
  ],
])('%s is rejected', (_of, rendered, field) => {
  expect(judge(...rendered)).toEqual([field]);
});
