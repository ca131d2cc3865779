import { validSubsetNames } from '../../../../rules/objects/routes/valid-subset-names';
import { full, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const rule = (spec: object) =>
  objects(validSubsetNames, [object('networking.istio.io/v1', 'DestinationRule', 'web', { spec })]);

test('two subsets of one name are rejected, and the later one is named', () => {
  expect(rule({ subsets: [{ name: 'v1' }, { name: 'v2' }, { name: 'v1' }] })).toEqual([
    {
      field: 'spec.subsets.2.name',
      value: 'v1',
      problem: "spec.subsets.0 has this name too: Istio's webhook rejects two subsets of one name",
      fix: 'rename one of them, or remove it',
    },
  ]);
  expect(rule({ subsets: [{ name: 'v1' }, { name: 'v2' }] })).toEqual([]);
});

test('subsets of one name in two DestinationRules are taken', () => {
  const one = (name: string) =>
    object('networking.istio.io/v1', 'DestinationRule', name, { spec: { subsets: [{ name: 'v1' }] } });
  expect(objects(validSubsetNames, [one('a'), one('b')])).toEqual([]);
});

test.each(['', 'v1.2', 'v_1', '-v1', 'v1-', 'v'.repeat(64)])(
  'the name of a subset is letters, digits and hyphens, and not %j',
  (name) => {
    expect(rule({ subsets: [{ name: 'v1' }, { name }] })).toEqual([
      {
        field: 'spec.subsets.1.name',
        value: name,
        problem:
          "must be 1 to 63 letters, digits and hyphens, with a letter or digit at both ends: Istio's webhook rejects it",
        fix: 'rename it, such as v1-2 for v1.2, here and in the routes that use it',
      },
    ]);
  },
);

test.each(['1', 'V1', 'v1-2', 'v'.repeat(63)])('%j is the name of a subset', (name) => {
  expect(rule({ subsets: [{ name }] })).toEqual([]);
});

test('a name that is no text is left to the rule of known fields', () => {
  expect(rule({ subsets: [{}, {}, { name: 1 }, { name: 1 }] })).toEqual([]);
  expect(rule({})).toEqual([]);
});

test('the environments that tests build on keep the rule', async () => {
  for (const environment of [plain, full])
    expect(objects(validSubsetNames, await objectsOf(environment))).toEqual([]);
});
