import type { Plan } from '../../../model/plan';
import { resourceGroupKey } from '../../../model/plan/resource-group';
import type { SettingRule } from '../../rule';

/** The first environment that has each resource group, by its name; looking for it in every environment would take quadratic time. */
const cache = new WeakMap<readonly Plan[], ReadonlyMap<string, Plan>>();

/** Each stack creates its own resource group, and Azure ignores upper and lower case in its name. */
export const uniqueResourceGroups: SettingRule = (environment, { environments }) => {
  const { name, resourceGroup } = environment;
  const first = cache.get(environments) ?? indexByResourceGroup(environments);
  cache.set(environments, first);
  const twin = first.get(resourceGroupKey(environment));
  if (twin === undefined || twin.name === name) return [];
  return [
    {
      path: 'resourceGroup.name',
      value: resourceGroup.name,
      problem: `the environment '${twin.name}' has the same resource group`,
      fix: 'give each environment a resource group of its own',
    },
  ];
};

function indexByResourceGroup(environments: readonly Plan[]): ReadonlyMap<string, Plan> {
  // Of two entries for one name, a Map keeps the later.
  return new Map(environments.toReversed().map((each) => [resourceGroupKey(each), each]));
}
