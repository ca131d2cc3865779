import { closestMatch } from '../../../model/read/nearest';

test('a misspelled word is near the one that is meant', () => {
  expect(closestMatch('locaton', ['name', 'location', 'tags'])).toBe('location');
  expect(closestMatch('ports', ['port', 'protocol'])).toBe('port');
});

test('a word that is like none is near none', () => {
  expect(closestMatch('region', ['name', 'location', 'tags'])).toBeUndefined();
  expect(closestMatch('x', [])).toBeUndefined();
});

test('two letters that changed places are one slip, even in a short word', () => {
  expect(closestMatch('mdoe', ['mode', 'name'])).toBe('mode');
  expect(closestMatch('edom', ['mode'])).toBeUndefined();
});
