import { routeWeightsAddUp } from '../../../../rules/objects/routes/route-weights-add-up';
import { object, objects } from '../../judging';

const judge = (weights: readonly (number | undefined)[], by = 'http') => {
  const shares = weights.map((weight) => ({ destination: { host: 'web' }, weight }));
  return objects(routeWeightsAddUp, [
    object('networking.istio.io/v1', 'VirtualService', 'web', {
      spec: { [by]: [{ route: [{ destination: { host: 'web' } }] }, { route: shares }] },
    }),
  ]);
};

test.each([[[]], [[undefined]], [[100]], [[90, 10]], [[100, 0]], [[50, 25, 25]], [[100, undefined]]])(
  'weights are taken: %j',
  (weights) => {
    expect(judge(weights)).toEqual([]);
  },
);

test.each([
  [[90, 20], 110],
  [[1, 1], 2],
  [[90, undefined], 90],
  [[undefined, undefined], 0],
  [[0, 0], 0],
  [[50], 50],
  [[0], 0],
])('weights are rejected: %j', (weights, sum) => {
  expect(judge(weights)).toEqual([
    {
      field: 'spec.http.1.route',
      value: weights,
      problem: `the weights add up to ${sum}, not to 100`,
      fix: 'set weights that add up to 100',
    },
  ]);
});

test('a negative weight is rejected, even where the sum is 100', () => {
  expect(judge([110, -10])).toEqual([
    expect.objectContaining({
      problem: 'a weight is a share of the requests, and cannot be negative',
    }),
  ]);
});

test.each(['tcp', 'tls'])('weights of routes for %s are held to the same', (by) => {
  expect(judge([90, 20], by)).toEqual([expect.objectContaining({ field: `spec.${by}.1.route` })]);
});

test('routes that only redirect have no weights', () => {
  const redirect = object('networking.istio.io/v1', 'VirtualService', 'web', {
    spec: { http: [{ redirect: { uri: '/' } }, { directResponse: { status: 503 } }] },
  });
  expect(objects(routeWeightsAddUp, [redirect])).toEqual([]);
});
