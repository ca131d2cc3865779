import { REGIONS } from '../../aks/regions';

test('regions are listed by their short names, each once', () => {
  expect(REGIONS.filter((region) => !/^[a-z]+\d?$/.test(region))).toEqual([]);
  expect(new Set(REGIONS).size).toBe(REGIONS.length);
});

test.each(['westus3', 'northeurope', 'usgovvirginia', 'chinanorth3'])('%s is a region', (region) => {
  expect(REGIONS).toContain(region);
});
