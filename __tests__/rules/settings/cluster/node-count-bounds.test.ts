import { nodeCountBounds } from '../../../../rules/settings/cluster/node-count-bounds';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

test('as many nodes at most as at least, and more, are taken', () => {
  const same = changed(full, { 'cluster.nodePool.maxCount': 3 });
  expect([plain, full, same].flatMap((environment) => settings(nodeCountBounds, environment))).toEqual([]);
});

test('fewer nodes at most than at least are rejected', () => {
  expect(settings(nodeCountBounds, changed(full, { 'cluster.nodePool.maxCount': 2 }))).toEqual([
    {
      path: 'cluster.nodePool.maxCount',
      value: 2,
      problem: 'is less than nodeCount, which is 3',
      fix: "raise 'maxCount' or lower 'nodeCount'",
    },
  ]);
});
