import type { SettingRule } from './rule';

/** Each stack makes its own resource group, and Azure does not tell upper from lower case. */
export const resourceGroupOnce: SettingRule = ({ name, resourceGroup }, { environments }) => {
  const index = environments.findIndex((each) => each.name === name);
  const twin = environments
    .slice(0, index)
    .find((other) => other.resourceGroup.name.toLowerCase() === resourceGroup.name.toLowerCase());
  if (!twin) return [];
  return [
    {
      path: 'resourceGroup.name',
      value: resourceGroup.name,
      problem: `the environment '${twin.name}' has the same resource group`,
      fix: 'give each environment a resource group of its own',
    },
  ];
};
