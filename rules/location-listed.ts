import { REGIONS } from '../aks/regions';
import { nearest } from '../model/nearest';
import type { SettingRule } from './rule';

/** A warning: a region that the list does not have may be new, and may be none. */
export const locationListed: SettingRule = ({ resourceGroup: { location } }) => {
  if (REGIONS.includes(location) || nearest(location, REGIONS) !== undefined) return [];
  return [
    {
      path: 'resourceGroup.location',
      value: location,
      problem: 'is in no list of Azure regions that this project has',
      fix: 'see that it exists: az account list-locations --query "[].name"',
    },
  ];
};
