import { validAutoscalers } from '../../../../rules/objects/workloads/valid-autoscalers';
import { objectsOf, running } from '../../../support';
import { objects } from '../../judging';

const image = 'example.com/shop:1';
const broken = async (replicas: object) =>
  objects(
    validAutoscalers,
    await objectsOf(running({ shop: { image, replicas: { min: 2, max: 4, ...replicas } } })),
  ).map(({ field, value }) => [field, value]);
const metric = (name: string, target: object) => ({ metric: { name }, target });

test('metrics of every type are taken, and a behavior within the limits', async () => {
  const metrics = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } } },
    {
      type: 'ContainerResource',
      containerResource: {
        name: 'memory',
        container: 'shop',
        target: { type: 'Utilization', averageUtilization: 70 },
      },
    },
    { type: 'Pods', pods: metric('requests', { type: 'AverageValue', averageValue: 100 }) },
    {
      type: 'Object',
      object: {
        ...metric('requests', { type: 'Value', value: '2k' }),
        describedObject: { kind: 'Service', name: 'shop' },
      },
    },
    { type: 'External', external: metric('queue', { type: 'AverageValue', averageValue: '30' }) },
  ];
  const behavior = {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      policies: [{ type: 'Percent', value: 900, periodSeconds: 1800 }],
    },
    scaleDown: { stabilizationWindowSeconds: 3600, selectPolicy: 'Disabled' },
  };
  expect(await broken({ cpu: 70, memory: 80, metrics, behavior })).toEqual([]);
});

test.each<[string, object, string, unknown]>([
  ['of no type that there is', { type: 'Cpu' }, 'type', 'Cpu'],
  ['without what it measures', { type: 'Pods' }, 'pods', undefined],
  [
    'of a resource that nobody measures',
    { type: 'Resource', resource: { name: 'gpu', target: { type: 'AverageValue', averageValue: 1 } } },
    'resource.name',
    'gpu',
  ],
  [
    'with a target that its type does not have',
    { type: 'Pods', pods: metric('requests', { type: 'Utilization', averageUtilization: 70 }) },
    'pods.target.type',
    'Utilization',
  ],
  [
    'without an amount',
    { type: 'External', external: metric('queue', { type: 'Value', averageValue: '5' }) },
    'external.target.value',
    undefined,
  ],
])('a metric %s is rejected', async (_, wrong, field, value) => {
  const right = { type: 'External', external: metric('queue', { type: 'Value', value: '5' }) };
  expect(await broken({ metrics: [right, wrong] })).toEqual([[`spec.metrics.1.${field}`, value]]);
});

test.each<[object, string, unknown]>([
  [{ scaleUp: { stabilizationWindowSeconds: 3601 } }, 'scaleUp.stabilizationWindowSeconds', 3601],
  [{ scaleDown: { selectPolicy: 'Never' } }, 'scaleDown.selectPolicy', 'Never'],
  [
    { scaleDown: { policies: [{ type: 'Pod', value: 1, periodSeconds: 60 }] } },
    'scaleDown.policies.0.type',
    'Pod',
  ],
  [{ scaleUp: { policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] } }, 'scaleUp.policies.0.value', 0],
  [
    { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] } },
    'scaleUp.policies.0.periodSeconds',
    1801,
  ],
  [
    { scaleUp: { policies: [{ type: 'Percent', value: 2147483648, periodSeconds: 60 }] } },
    'scaleUp.policies.0.value',
    2147483648,
  ],
  [{ scaleDown: { stabilizationWindowSeconds: -1 } }, 'scaleDown.stabilizationWindowSeconds', -1],
])('the behavior %j is rejected', async (behavior, field, value) => {
  expect(await broken({ behavior })).toEqual([[`spec.behavior.${field}`, value]]);
});

test.each([
  { scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' } },
  { scaleDown: { stabilizationWindowSeconds: 3600, selectPolicy: 'Min' } },
  { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }], selectPolicy: 'Max' } },
  { scaleDown: { policies: [{ type: 'Percent', value: 2147483647, periodSeconds: 1800 }] } },
])('the behavior %j is at the limits, and taken', async (behavior) => {
  expect(await broken({ behavior })).toEqual([]);
});

// Kubernetes, pkg/apis/autoscaling/validation/validation.go.
const TARGETS = {
  Utilization: { averageUtilization: 70 },
  AverageValue: { averageValue: '5' },
  Value: { value: '5' },
};
const SOURCES: Readonly<Record<string, [field: string, source: object, types: (keyof typeof TARGETS)[]]>> = {
  Resource: ['resource', { name: 'cpu' }, ['Utilization', 'AverageValue']],
  ContainerResource: [
    'containerResource',
    { name: 'memory', container: 'shop' },
    ['Utilization', 'AverageValue'],
  ],
  Pods: ['pods', { metric: { name: 'requests' } }, ['AverageValue']],
  Object: [
    'object',
    { metric: { name: 'requests' }, describedObject: { kind: 'Service', name: 'shop' } },
    ['Value', 'AverageValue'],
  ],
  External: ['external', { metric: { name: 'queue' } }, ['Value', 'AverageValue']],
};

test.each(Object.keys(SOURCES))(
  'a metric of type %s has a target of its types, and of no other',
  async (type) => {
    const [field, source, types] = SOURCES[type]!;
    for (const [target, amount] of Object.entries(TARGETS)) {
      const metrics = [{ type, [field]: { ...source, target: { type: target, ...amount } } }];
      const wrong = types.includes(target as keyof typeof TARGETS)
        ? []
        : [[`spec.metrics.0.${field}.target.type`, target]];
      expect(await broken({ metrics })).toEqual(wrong);
    }
  },
);
