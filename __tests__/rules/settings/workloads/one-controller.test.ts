import { oneController } from '../../../../rules/settings/workloads/one-controller';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const shop = (fields: object) => running({ shop: { image: 'example.com/shop:1', ...fields } });
const cronJob = { spec: { schedule: '0 0 * * *' } };

test('one controller, with what it can have, is taken', () => {
  const statefulSet = shop({ statefulSet: {}, replicas: { min: 1, max: 2 } });
  const deployment = shop({ deployment: {}, replicas: 2, versions: { v1: {}, v2: {} } });
  const all = [plain, full, statefulSet, deployment];
  expect(all.flatMap((environment) => settings(oneController, environment))).toEqual([]);
});

test.each([
  [{ deployment: {}, statefulSet: {} }, 'deployment', 'statefulSet'],
  [{ statefulSet: {}, job: {} }, 'statefulSet', 'job'],
  [{ job: {}, cronJob }, 'job', 'cronJob'],
])('two controllers are rejected: %j', (fields, first, second) => {
  expect(settings(oneController, shop(fields))).toEqual([
    {
      path: `${APP}.shop.${second}`,
      value: (fields as Record<string, unknown>)[second],
      problem: `the workload is already a ${first}`,
      fix: `remove '${first}' or '${second}'`,
    },
  ]);
});

test.each([
  ['statefulSet', {}],
  ['job', {}],
  ['cronJob', cronJob],
])('versions of a %s are rejected', (kind, own) => {
  expect(settings(oneController, shop({ [kind]: own, versions: { v1: {}, v2: {} } }))).toEqual([
    {
      path: `${APP}.shop.versions`,
      value: ['v1', 'v2'],
      problem: `versions run side by side as Deployments, and this is a ${kind}`,
      fix: `remove '${kind}' or 'versions', or make each version a workload of its own`,
    },
  ]);
});

test.each([
  ['job', {}],
  ['cronJob', cronJob],
])('replicas of a %s are rejected', (kind, own) => {
  expect(settings(oneController, shop({ [kind]: own, replicas: 2 }))).toEqual([
    {
      path: `${APP}.shop.replicas`,
      value: 2,
      problem: `a ${kind} has no replicas`,
      fix: "remove it; 'parallelism' of the Job's own fields sets how many of its pods run at a time",
    },
  ]);
});
