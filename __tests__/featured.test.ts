import { judgeObjects, judgeSettings } from '../rules';
import { featured } from './cluster/featured';
import { full as library, objectsOf, plain, TODAY } from './support';
import { example, full } from './verify/fixtures';

test.each([plain, library, example, full].map(featured))('$name keeps every rule', async (environment) => {
  expect(judgeSettings([environment], TODAY).faults).toEqual([]);
  const objects = await objectsOf(environment);
  expect(objects.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      'DestinationRule',
      'Gateway',
      'Role',
      'RoleBinding',
      'ServiceEntry',
      'VirtualService',
    ]),
  );
  expect(judgeObjects(objects, environment)).toEqual([]);
});
