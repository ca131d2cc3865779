import { policiesNeedSidecars } from '../../../../rules/settings/mesh/policies-need-sidecars';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('policies of a namespace in the mesh are taken, and outside of it those that let in all', () => {
  const environments = [
    plain,
    full,
    changed(plain, { 'namespaces.reading.authorization': 'on', 'namespaces.reading.egress': 'declared' }),
    changed(plain, { 'namespaces.default.authorization': 'off', 'namespaces.default.egress': 'any' }),
  ];
  expect(environments.flatMap((environment) => settings(policiesNeedSidecars, environment))).toEqual([]);
});

test.each([
  ['authorization', 'on'],
  ['authorization', 'trial'],
  ['egress', 'scoped'],
  ['egress', 'declared'],
])('%s: %s outside the mesh is rejected', (field, value) => {
  expect(settings(policiesNeedSidecars, changed(plain, { [`namespaces.default.${field}`]: value }))).toEqual([
    {
      path: `namespaces.default.${field}`,
      value,
      problem: "the namespace 'default' has no 'revision', so its pods have no sidecars to enforce it",
      fix: `set 'revision', or remove '${field}'`,
    },
  ]);
});
