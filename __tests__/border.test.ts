import { storeIn } from './border';
import { ROOT } from './support';

/** What is the user's, and the tests of that. */
const YOURS = /^(applications|environments|__tests__\/applications)\/|^__tests__\/environments/;

test('the engine and its tests do not mention the store', () => {
  expect(storeIn(ROOT).filter((file) => !YOURS.test(file))).toEqual([]);
});
