import type { SettingRule } from '../../rule';

/** Longest name of the resource group that AKS makes for the nodes. Source: Azure documentation, AKS naming limits. */
const MAX_LENGTH = 80;

/** AKS names the resource group of the nodes after the group, the cluster and the location, and Azure limits the length of that name. */
export const nodeResourceGroupNameLength: SettingRule = ({ resourceGroup, cluster }) => {
  const name = `MC_${resourceGroup.name}_${cluster.name}_${resourceGroup.location}`;
  if (name.length <= MAX_LENGTH) return [];
  return [
    {
      path: 'cluster.name',
      value: cluster.name,
      problem: `MC_<resource group>_<cluster>_<location> may have at most ${MAX_LENGTH} characters; this one has ${name.length}`,
      fix: "shorten 'cluster.name' or 'resourceGroup.name'",
    },
  ];
};
