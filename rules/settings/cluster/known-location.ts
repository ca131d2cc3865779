import { REGIONS } from '../../../aks/regions';
import { closestMatch } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** A warning: a region that is not in the list may be new, or may not exist. */
export const knownLocation: SettingRule = ({ resourceGroup: { location } }) => {
  if (REGIONS.includes(location) || closestMatch(location, REGIONS) !== undefined) return [];
  return [
    {
      path: 'resourceGroup.location',
      value: location,
      problem: 'is not in the list of Azure regions of this project',
      fix: 'check that it exists: az account list-locations --query "[].name"',
    },
  ];
};
