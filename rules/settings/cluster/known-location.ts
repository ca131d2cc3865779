import { REGIONS } from '../../../aks/regions';
import { closestMatch } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** A warning: a region that the list does not have may be new, and may be none. */
export const knownLocation: SettingRule = ({ resourceGroup: { location } }) => {
  if (REGIONS.includes(location) || closestMatch(location, REGIONS) !== undefined) return [];
  return [
    {
      path: 'resourceGroup.location',
      value: location,
      problem: 'is in no list of Azure regions that this project has',
      fix: 'see that it exists: az account list-locations --query "[].name"',
    },
  ];
};
