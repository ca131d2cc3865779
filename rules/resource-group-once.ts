import type { SettingRule } from './rule';

/** Each stack makes its own resource group, and Azure does not tell upper from lower case. */
export const resourceGroupOnce: SettingRule = ({ name, resourceGroup }, { environments }) => {
  const twin = environments.find(
    (other) => other.resourceGroup.name.toLowerCase() === resourceGroup.name.toLowerCase(),
  );
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
