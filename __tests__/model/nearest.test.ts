import { nearest } from '../../model/nearest';

test('a misspelt word is near the one that is meant', () => {
  expect(nearest('locaton', ['name', 'location', 'tags'])).toBe('location');
  expect(nearest('ports', ['port', 'protocol'])).toBe('port');
});

test('a word that is like none is near none', () => {
  expect(nearest('region', ['name', 'location', 'tags'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('two letters that changed places are one slip, even in a short word', () => {
  expect(nearest('mdoe', ['mode', 'name'])).toBe('mode');
  expect(nearest('edom', ['mode'])).toBeUndefined();
});
