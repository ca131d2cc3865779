import { versionWeightsAddUp } from '../../../../rules/settings/traffic/version-weights-add-up';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const splitting = (weights: Readonly<Record<string, number>>, versions: object = { v1: {}, v2: {} }) =>
  running({ shop: { image: 'example.com/shop:1', ports: { http: 80 }, versions, traffic: { weights } } });
const broken = (weights: Readonly<Record<string, number>>, problem: string) => [
  {
    path: `${APP}.shop.traffic.weights`,
    value: weights,
    problem,
    fix: 'set weights that add up to 100, or leave out the one version that gets the rest',
  },
];

test.each<Readonly<Record<string, number>>>([
  { v1: 90, v2: 10 },
  { v2: 10 },
  { v2: 0 },
  { v2: 100 },
  { v1: 0, v2: 100 },
])('weights of 100 percent in all are taken, with one version left out or none: %j', (weights) => {
  expect(settings(versionWeightsAddUp, splitting(weights))).toEqual([]);
});

test('who states no weights keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(versionWeightsAddUp, environment))).toEqual([]);
});

test.each<Readonly<Record<string, number>>>([
  { v1: 90, v2: 20 },
  { v1: 1, v2: 100 },
])('weights of more than 100 percent are rejected: %j', (weights) => {
  const sum = Object.values(weights).reduce((total, weight) => total + weight);
  expect(settings(versionWeightsAddUp, splitting(weights))).toEqual(
    broken(weights, `they add up to ${sum}, which is more than 100 percent`),
  );
});

test('weights of less are rejected where no version is left to take the rest', () => {
  const weights = { v1: 60, v2: 30 };
  expect(settings(versionWeightsAddUp, splitting(weights))).toEqual(
    broken(weights, 'they add up to 90, and no version is left for the other 10 percent'),
  );
});

test('of two versions without a weight, nobody can tell which takes the rest', () => {
  const weights = { v1: 60 };
  expect(settings(versionWeightsAddUp, splitting(weights, { v1: {}, v2: {}, v3: {} }))).toEqual(
    broken(weights, 'they add up to 60, and v2 and v3 have none: which of them gets the other 40 percent?'),
  );
});
