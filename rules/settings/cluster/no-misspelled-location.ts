import { REGIONS } from '../../../aks/regions';
import { closestMatch } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** A location that is not a region, but close to the name of one, is misspelled. */
export const noMisspelledLocation: SettingRule = ({ resourceGroup: { location } }) => {
  const meant = REGIONS.includes(location) ? undefined : closestMatch(location, REGIONS);
  if (meant === undefined) return [];
  return [
    {
      path: 'resourceGroup.location',
      value: location,
      problem: 'unknown Azure region',
      fix: `did you mean '${meant}'? (aks/regions.ts lists the regions)`,
    },
  ];
};
