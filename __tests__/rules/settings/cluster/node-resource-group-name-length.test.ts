import { nodeResourceGroupNameLength } from '../../../../rules/settings/cluster/node-resource-group-name-length';
import { changed, full, plain } from '../../../support';
import { settings } from '../../judging';

/** MC_, `rg-plain`, the cluster, `westus3`, and two underscores between them. */
const named = (length: number) => changed(plain, { 'cluster.name': 'a'.repeat(length - 20) });

test('a name of 80 characters for the resource group of the nodes is taken', () => {
  expect([plain, full, named(80)].flatMap((each) => settings(nodeResourceGroupNameLength, each))).toEqual([]);
});

test('a longer one is rejected', () => {
  expect(settings(nodeResourceGroupNameLength, named(81))).toEqual([
    {
      path: 'cluster.name',
      value: 'a'.repeat(61),
      problem: 'MC_<resource group>_<cluster>_<location> may have at most 80 characters; this one has 81',
      fix: "shorten 'cluster.name' or 'resourceGroup.name'",
    },
  ]);
});
