import { autoscalersCanScale } from '../../../../rules/objects/workloads/autoscalers-can-scale';
import { full, objectsOf, plain, running } from '../../../support';
import { objects } from '../../judging';

const image = 'example.com/shop:1';
const requesting = { resources: { requests: { cpu: '100m' } } };
const scaling = (more: object) => running({ shop: { image, replicas: { min: 2, max: 4 }, ...more } });

test.each([
  { container: requesting },
  { container: { resources: { limits: { cpu: 1 } } } },
  { replicas: 3, deployment: { spec: { replicas: 3 } } },
])('what an autoscaler can scale is taken, and what none does: %j', async (more) => {
  expect(objects(autoscalersCanScale, await objectsOf(scaling(more)))).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(autoscalersCanScale, await objectsOf(environment))).toEqual([]);
});

test('a number of pods beside an autoscaler is rejected', async () => {
  const both = scaling({ container: requesting, deployment: { spec: { replicas: 3 } } });
  expect(objects(autoscalersCanScale, await objectsOf(both))).toEqual([
    {
      field: 'spec.replicas',
      value: 3,
      problem: 'HorizontalPodAutoscaler reading/shop sets the number of pods; every apply would reset it',
      fix: "remove it from the controller's own fields: 'replicas' has the bounds",
    },
  ]);
});

test('a container without a request for CPU is rejected beside one that has one', async () => {
  const pod = { spec: { containers: [{ name: 'helper', image }] } };
  expect(objects(autoscalersCanScale, await objectsOf(scaling({ container: requesting, pod })))).toEqual([
    {
      field: 'spec.template.spec.containers.helper.resources.requests.cpu',
      value: undefined,
      problem: 'HorizontalPodAutoscaler reading/shop scales on a percentage of it, so it would never scale',
      fix: "request CPU: container: { resources: { requests: { cpu: '100m' } } }",
    },
  ]);
});

test('an autoscaler of an object that is not rendered is rejected', async () => {
  const rendered = (await objectsOf(scaling({ container: requesting }))).filter(
    ({ kind }) => kind !== 'Deployment',
  );
  expect(objects(autoscalersCanScale, rendered)).toEqual([
    {
      field: 'spec.scaleTargetRef',
      value: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
      problem: 'no Deployment reading/shop is rendered, so it scales nothing',
      fix: 'name the object that makes the pods, in the same namespace',
    },
  ]);
});

describe('memory', () => {
  const memory = (request: object, more: object = {}) =>
    running({
      shop: {
        image,
        replicas: { min: 2, max: 4, memory: 70 },
        container: { resources: { requests: request } },
        ...more,
      },
    });

  test('is requested where it is scaled on, and CPU need not be', async () => {
    expect(objects(autoscalersCanScale, await objectsOf(memory({ memory: '64Mi' })))).toEqual([]);
  });

  test('that is not is rejected', async () => {
    expect(objects(autoscalersCanScale, await objectsOf(memory({ cpu: '100m' })))).toEqual([
      {
        field: 'spec.template.spec.containers.shop.resources.requests.memory',
        value: undefined,
        problem: 'HorizontalPodAutoscaler reading/shop scales on a percentage of it, so it would never scale',
        fix: "request memory: container: { resources: { requests: { memory: '128Mi' } } }",
      },
    ]);
  });
});

describe('a metric of one container', () => {
  const of = (container: string) =>
    running({
      shop: {
        image,
        container: requesting,
        pod: { spec: { containers: [{ name: 'helper', image }] } },
        replicas: {
          min: 2,
          max: 4,
          metrics: [
            {
              type: 'ContainerResource',
              containerResource: {
                name: 'cpu',
                container,
                target: { type: 'Utilization', averageUtilization: 70 },
              },
            },
          ],
        },
      },
    });
  const broken = async (container: string) =>
    objects(autoscalersCanScale, await objectsOf(of(container))).map(({ field }) => field);

  test('asks for the request of that one alone, and knows the sidecar', async () => {
    expect(await broken('shop')).toEqual([]);
    expect(await broken('istio-proxy')).toEqual([]);
    expect(await broken('helper')).toEqual(['spec.template.spec.containers.helper.resources.requests.cpu']);
  });

  test('that the pods do not have is rejected', async () => {
    expect(await broken('shopp')).toEqual(['spec.metrics.0.containerResource.container']);
  });
});
