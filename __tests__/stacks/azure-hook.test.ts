import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import type { AzureHook } from '../../model/hooks';
import { synthStacks } from '../../stacks/synth';
import { scratch } from '../support';
import { small } from './environments';

const folder = scratch();

/** What the stack of the small environment has with a hook. */
async function resourcesWith(azure: AzureHook): Promise<unknown> {
  await synthStacks([{ ...small, azure }], folder);
  const stack = readFileSync(join(folder, 'stacks/small/cdk.tf.json'), 'utf8');
  return (JSON.parse(stack) as { resource: unknown }).resource;
}

test('the hook of an environment adds what its data does not say, with the typed resources', async () => {
  const resources = await resourcesWith(({ stack, cluster, resourceGroup }) => {
    new KubernetesClusterNodePool(stack, 'work', {
      name: 'work',
      kubernetesClusterId: cluster.id,
      vmSize: 'Standard_D4s_v5',
      tags: { group: resourceGroup.name },
    });
  });
  expect(resources).toHaveProperty(
    'azurerm_kubernetes_cluster_node_pool.work',
    expect.objectContaining({
      name: 'work',
      kubernetes_cluster_id: '${azurerm_kubernetes_cluster.aks.id}',
      vm_size: 'Standard_D4s_v5',
      tags: { group: '${azurerm_resource_group.resource_group.name}' },
    }),
  );
});

test('a hook may take its time, as one does that imports what it makes', async () => {
  const resources = await resourcesWith(async ({ cluster }) => {
    await Promise.resolve();
    cluster.addOverride('cost_analysis_enabled', true);
  });
  expect(resources).toHaveProperty('azurerm_kubernetes_cluster.aks.cost_analysis_enabled', true);
});

test('a hook that fails says whose it is', async () => {
  const failing = resourcesWith(() => {
    throw new Error('no such pool');
  });
  await expect(failing).rejects.toMatchObject({
    faults: [
      { where: 'small: azure (environments/small.ts)', problem: 'no such pool', fix: 'correct the hook' },
    ],
  });
});
