import { resourceGroupOnce } from '../../rules/resource-group-once';
import { changed, full, plain } from '../support';
import { settings } from './judging';

test('a resource group for each environment is taken', () => {
  expect(settings(resourceGroupOnce, full, { before: [plain] })).toEqual([]);
});

test('one for two environments is refused for the second, whatever its case', () => {
  const twin = changed(full, { 'resourceGroup.name': 'RG-Plain' });
  expect(settings(resourceGroupOnce, twin, { before: [plain] })).toEqual([
    {
      path: 'resourceGroup.name',
      value: 'RG-Plain',
      problem: "the environment 'plain' has the same resource group",
      fix: 'give each environment a resource group of its own',
    },
  ]);
  expect(resourceGroupOnce(plain, { today: '', environments: [plain, twin] })).toEqual([]);
});
