import { join } from 'node:path';
import type { Plan } from '../../model/plan';
import { scratch } from '../support';
import { large, small } from './environments';
import { certificate } from './certificate';
import { Deployment, stateOf, type Ground } from './deployment';
import { Workspace } from './workspace';

/**
 * The real providers apply the stacks to a stand-in for Azure on loopback. Their requests are what Azure would get; its
 * answers are a model, and of the fields that a write leaves out, both models that can be thought of are tried.
 */
const folder = scratch();
const providers = new Workspace(join(folder, 'providers'));
providers.write(small);
const suite = providers.initialize() ? describe : describe.skip;

/** The environment of a team, at steady state. */
const shop: Plan = {
  ...large,
  cluster: { ...large.cluster, kubernetesVersion: '1.35', sshAccess: 'Disabled' },
  mesh: { ...large.mesh, installedRevision: 'asm-1-30', gatewayApi: true },
};

/** Does the same in every deployment at once, and ends when all have ended. */
async function inEach<T>(deployments: readonly Deployment[], act: (deployment: Deployment) => Promise<T>) {
  const ends = await Promise.allSettled(deployments.map(act));
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

/** What one apply of the settings must lead to. */
function converged(settings: Plan, resources: string, ...writes: string[]) {
  return {
    resources,
    cluster: stateOf(settings),
    next: 0,
    ...(writes.length > 0 && { writes }),
  };
}

/** Other settings of the environment, from those that it has. */
type Change = (before: Plan) => Plan;

suite('Terraform applies', () => {
  let smalls: Deployment[];
  let shops: Deployment[];
  let ground: Ground;
  beforeAll(() => {
    ground = { folder, providers, certificate: certificate(folder) };
    const inBothModels = (settings: Plan) =>
      (['keeps', 'resets'] as const).map((model) => new Deployment(ground, model, settings));
    [smalls, shops] = [inBothModels(small), inBothModels(shop)];
  });
  afterAll(() => inEach([...smalls, ...shops], ({ azure }) => azure.close()));

  test('environments from nothing, in one apply, with SSH access as the last write', async () => {
    const ends = await inEach([...smalls, ...shops], (deployment) => deployment.apply());
    const expected = ({ settings }: Deployment) =>
      converged(
        settings,
        `${settings.mesh.gatewayApi ? 4 : 3} added, 0 changed, 0 destroyed`,
        `PUT resourcegroups/${settings.resourceGroup.name}`,
        `PUT managedclusters/${settings.cluster.name}`,
        ...(settings.mesh.gatewayApi ? [`PUT managedclusters/${settings.cluster.name}`] : []),
        'PUT agentpools/system',
      );
    expect(ends).toMatchObject([...smalls, ...shops].map(expected));
  });

  // One after the other, each with the settings as the one before left them.
  test.each<[string, Change, resources: string]>([
    [
      'a tag',
      (before) => ({ ...before, resourceGroup: { ...before.resourceGroup, tags: { owner: 'team' } } }),
      '0 added, 3 changed, 0 destroyed',
    ],
    [
      'the start of an upgrade of the mesh',
      (before) => ({ ...before, mesh: { ...before.mesh, revisions: ['asm-1-30', 'asm-1-31'] } }),
      '0 added, 2 changed, 0 destroyed',
    ],
    [
      'its end, and another gateway',
      (before) => ({
        ...before,
        mesh: { ...before.mesh, revisions: ['asm-1-31'], ingressGateways: ['external', 'internal'] },
      }),
      '0 added, 2 changed, 0 destroyed',
    ],
  ])('%s, in one apply', async (_, change, resources) => {
    const ends = await inEach(smalls, (deployment) => {
      deployment.change(change(deployment.settings));
      return deployment.apply();
    });
    expect(ends).toMatchObject(smalls.map(({ settings }) => converged(settings, resources)));
  });

  test('nothing once AKS has upgraded the patch by itself', async () => {
    const plans = await inEach(smalls, (deployment) => {
      deployment.azure.aks.upgradePatch(deployment.settings.cluster.name, '1.35.9');
      return deployment.plan();
    });
    expect(plans).toMatchObject([{ status: 0 }, { status: 0 }]);
  });

  test('another minor version of Kubernetes after that, in one apply', async () => {
    const ends = await inEach(smalls, (deployment) => {
      const { settings } = deployment;
      deployment.change({ ...settings, cluster: { ...settings.cluster, kubernetesVersion: '1.36' } });
      return deployment.apply();
    });
    for (const { output } of ends) {
      expect(output).toContain('~ kubernetes_version = "1.35.9" -> "1.36"');
      expect(output).toContain('~ orchestrator_version = "1.35.9" -> "1.36"');
    }
    const expected = ({ settings }: Deployment) =>
      converged(
        settings,
        '0 added, 2 changed, 0 destroyed',
        // The control plane, its nodes, and SSH access.
        `PUT managedclusters/${settings.cluster.name}`,
        'PUT agentpools/system',
        'PUT agentpools/system',
      );
    expect(ends).toMatchObject(smalls.map(expected));
  });

  test('another VM size through a pool that is there for as long, in one apply', async () => {
    const ends = await inEach(smalls, (deployment) => {
      const { cluster } = deployment.settings;
      const nodePool = { ...cluster.nodePool, vmSize: 'Standard_E8s_v5' };
      deployment.change({ ...deployment.settings, cluster: { ...cluster, nodePool } });
      return deployment.apply();
    });
    const expected = ({ settings }: Deployment) =>
      converged(
        settings,
        '0 added, 2 changed, 0 destroyed',
        'PUT agentpools/rotation',
        'DELETE agentpools/system',
        'PUT agentpools/system',
        'DELETE agentpools/rotation',
        // The new pool is open until now.
        'PUT agentpools/system',
      );
    expect(ends).toMatchObject(smalls.map(expected));
  });

  test('back what somebody changed elsewhere; the next plan shows SSH access that is lost by that', async () => {
    const [kept, reset] = await inEach(smalls, (deployment) => {
      deployment.azure.aks.tag(deployment.settings.cluster.name, { owner: 'nobody' });
      return deployment.apply();
    });
    const [keeps, resets] = smalls as [Deployment, Deployment];
    expect(kept).toMatchObject(converged(keeps.settings, '0 added, 1 changed, 0 destroyed'));
    expect(reset).toMatchObject({ resources: '0 added, 1 changed, 0 destroyed', next: 2 });
    expect(await resets.apply()).toMatchObject(
      converged(resets.settings, '0 added, 1 changed, 0 destroyed', 'PUT agentpools/system'),
    );
  });

  test('the Gateway API of a cluster that runs, in one apply that writes nothing else', async () => {
    const ends = await inEach(smalls, (deployment) => {
      const { settings } = deployment;
      deployment.change({ ...settings, mesh: { ...settings.mesh, gatewayApi: true } });
      return deployment.apply();
    });
    const expected = ({ settings }: Deployment) =>
      converged(settings, '1 added, 0 changed, 0 destroyed', `PUT managedclusters/${settings.cluster.name}`);
    expect(ends).toMatchObject(smalls.map(expected));
  });

  test('the Gateway API again whenever azurerm writes the cluster, and SSH access after it', async () => {
    const ends = await inEach(smalls, (deployment) => {
      const { settings } = deployment;
      deployment.change({ ...settings, cluster: { ...settings.cluster, tier: 'Standard' } });
      return deployment.apply();
    });
    const expected = ({ settings }: Deployment) =>
      converged(
        settings,
        '0 added, 3 changed, 0 destroyed',
        `PUT managedclusters/${settings.cluster.name}`,
        `PUT managedclusters/${settings.cluster.name}`,
        'PUT agentpools/system',
      );
    expect(ends).toMatchObject(smalls.map(expected));
  });

  test('nothing in Azure once the Gateway API has left the settings: the cluster keeps it', async () => {
    const ends = await inEach(smalls, (deployment) => {
      const { settings } = deployment;
      deployment.change({ ...settings, mesh: { ...settings.mesh, gatewayApi: false } });
      return deployment.apply();
    });
    const kept = { properties: { ingressProfile: { gatewayAPI: { installation: 'Standard' } } } };
    expect(ends).toMatchObject(
      smalls.map(() => ({
        resources: '0 added, 0 changed, 1 destroyed',
        writes: [],
        cluster: kept,
        next: 0,
      })),
    );
  });

  test('nothing, and says so in the plan, where the subscription may not close SSH', async () => {
    const rejected = new Deployment(ground, 'keeps', small);
    rejected.azure.aks.maySetSshAccess = false;
    const { status, output } = await rejected.plan();
    await rejected.azure.close();
    expect(status).toBe(1);
    expect(output).toContain('DisableSSHPreview of this subscription is NotRegistered.');
  });

  test('the end of an environment, unless its settings prevent that', async () => {
    const [mine] = shops as [Deployment];
    expect(await mine.destroy()).toMatchObject({
      status: 1,
      output: expect.stringContaining('Instance cannot be destroyed'),
    });
    expect(mine.azure.aks.cluster(mine.settings.cluster.name)).toMatchObject(stateOf(mine.settings));

    mine.change({ ...mine.settings, cluster: { ...mine.settings.cluster, preventDestroy: false } });
    const ended = [...smalls, mine];
    expect(await inEach(ended, (deployment) => deployment.destroy())).toMatchObject(
      ended.map(() => ({ status: 0 })),
    );
    expect(ended.map(({ azure, settings }) => azure.aks.cluster(settings.cluster.name))).toEqual(
      ended.map(() => undefined),
    );
  });
});
