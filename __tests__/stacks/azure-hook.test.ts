import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { AssetType, TerraformAsset } from 'cdktf';
import type { AzureHook } from '../../model/schema/hooks';
import { synthStacks } from '../../stacks/synth';
import { ROOT, run, scratch, textsOf } from '../support';
import { small } from './environments';

/** What the stack of the small environment has with a hook. */
async function resourcesWith(azure: AzureHook): Promise<unknown> {
  const made = textsOf(await synthStacks([{ ...small, azure }]));
  return (JSON.parse(made['stacks/small/cdk.tf.json']!) as { resource: unknown }).resource;
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

test('the hook of every environment runs, whichever comes first', async () => {
  const naming =
    (name: string): AzureHook =>
    async ({ resourceGroup }) => {
      await new Promise(setImmediate);
      resourceGroup.addOverride('managed_by', name);
    };
  const names = ['first', 'second', 'third'];
  const made = textsOf(
    await synthStacks(names.map((name) => ({ ...small, name, azure: naming(name) }))),
    'stacks/',
  );
  for (const name of names)
    expect(JSON.parse(made[`stacks/${name}/cdk.tf.json`]!)).toHaveProperty(
      'resource.azurerm_resource_group.resource_group.managed_by',
      name,
    );
});

test('a hook that fails says whose it is', async () => {
  const failing = resourcesWith(() => {
    throw new Error('no such pool');
  });
  await expect(failing).rejects.toMatchObject({
    faults: [
      {
        where: 'small: azure (environments/small.ts)',
        problem: 'no such pool',
        fix: 'fix the hook, or remove it',
      },
    ],
  });
});

test('a file that a hook brings stays as it is, be it a program or no text at all', async () => {
  const program = join(scratch(), 'program');
  const content = Buffer.from([0xff, 0x00, 0xfe]);
  writeFileSync(program, content);
  chmodSync(program, 0o755);
  const azure: AzureHook = ({ stack }) =>
    void new TerraformAsset(stack, 'asset', { path: program, type: AssetType.FILE });
  const { files } = await synthStacks([{ ...small, azure }]);
  const [, file] = [...files].find(([path]) => path.endsWith('/program'))!;
  expect(file).toEqual({ content, isExecutable: true });
  expect(files.get('stacks/small/cdk.tf.json')!.isExecutable).toBe(false);
});

test('nothing is left in the temporary folder, even if a hook fails', async () => {
  const { TMPDIR } = process.env;
  const own = (process.env.TMPDIR = scratch());
  try {
    await resourcesWith(() => expect(readdirSync(own)).toHaveLength(1));
    const failing = resourcesWith(() => Promise.reject(new Error('no such pool')));
    await expect(failing).rejects.toThrow('no such pool');
    expect(readdirSync(own)).toEqual([]);
  } finally {
    process.env.TMPDIR = TMPDIR;
  }
});

test('nor if a hook never comes to its end', () => {
  const own = scratch();
  const fixture = join(ROOT, '__tests__/fixtures/endless-hook.ts');
  const { stderr } = run(process.execPath, ['--import', 'tsx', fixture], { TMPDIR: own });
  expect(stderr).toBe('');
  expect(readdirSync(own).filter((name) => name.startsWith('aks-istio-cdk-'))).toEqual([]);
});
