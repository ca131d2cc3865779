import { knownLocation } from '../../../../rules/settings/cluster/known-location';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

const at = (location: string) =>
  settings(knownLocation, changed(plain, { 'resourceGroup.location': location }));

test('a region of the list needs no warning, and a misspelled one is not warned of but rejected', () => {
  expect([plain, full].flatMap((environment) => settings(knownLocation, environment))).toEqual([]);
  expect(at('westerneurope')).toEqual([]);
});

test('a region that is in no list is warned of', () => {
  expect(at('marsnorth')).toEqual([
    {
      path: 'resourceGroup.location',
      value: 'marsnorth',
      problem: 'is not in the list of Azure regions of this project',
      fix: 'check that it exists: az account list-locations --query "[].name"',
    },
  ]);
});
