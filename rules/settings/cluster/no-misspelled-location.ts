import { REGIONS } from '../../../aks/regions';
import { closestMatch } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** A region that is no region, but close to one, is misspelt. */
export const noMisspelledLocation: SettingRule = ({ resourceGroup: { location } }) => {
  const meant = REGIONS.includes(location) ? undefined : closestMatch(location, REGIONS);
  if (meant === undefined) return [];
  return [
    {
      path: 'resourceGroup.location',
      value: location,
      problem: 'Azure has no such region',
      fix: `did you mean '${meant}'? (aks/regions.ts lists the regions)`,
    },
  ];
};
