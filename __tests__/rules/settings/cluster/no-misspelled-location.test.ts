import { noMisspelledLocation } from '../../../../rules/settings/cluster/no-misspelled-location';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const at = (location: string) =>
  settings(noMisspelledLocation, changed(plain, { 'resourceGroup.location': location }));

test('regions of Azure are taken, and what is close to none', () => {
  expect([plain, full].flatMap((environment) => settings(noMisspelledLocation, environment))).toEqual([]);
  expect(at('marsnorth')).toEqual([]);
});

test('a misspelled region is rejected, with the one that is meant', () => {
  expect(at('westerneurope')).toEqual([
    {
      path: 'resourceGroup.location',
      value: 'westerneurope',
      problem: 'unknown Azure region',
      fix: "did you mean 'westeurope'? (aks/regions.ts lists the regions)",
    },
  ]);
});
