import { uniqueResourceGroups } from '../../../../rules/settings/cluster/unique-resource-groups';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('a resource group for each environment is taken', () => {
  expect(settings(uniqueResourceGroups, full, { before: [plain] })).toEqual([]);
});

test('one for two environments is rejected for the second, whatever its case', () => {
  const twin = changed(full, { 'resourceGroup.name': 'RG-Plain' });
  expect(settings(uniqueResourceGroups, twin, { before: [plain] })).toEqual([
    {
      path: 'resourceGroup.name',
      value: 'RG-Plain',
      problem: "the environment 'plain' has the same resource group",
      fix: 'give each environment a resource group of its own',
    },
  ]);
  expect(uniqueResourceGroups(plain, { today: '', environments: [plain, twin] })).toEqual([]);
});
