import { join } from 'node:path';
import { copyWithPages, PAGES, synthPages } from '../examples';
import { scratch } from '../support';
import { certificate, type Certificate } from './certificate';
import { small } from './environments';
import { ResourceManager } from './resource-manager';
import { Workspace } from './workspace';

/** The real providers apply the stacks of the pages' examples to a stand-in for Azure. */
const folder = scratch();
const providers = new Workspace(join(folder, 'providers'));
providers.write(small);
const suite = providers.initialize() ? describe : describe.skip;

/** What Azure must have where it has what the hook of a page says. */
const HOOKS: Readonly<Record<string, object>> = {
  applications: {
    properties: {
      agentPoolProfiles: [{ name: 'system' }, { name: 'batch', nodeTaints: ['batch=true:NoSchedule'] }],
      securityProfile: { workloadIdentity: { enabled: true } },
    },
  },
  certificates: {
    properties: {
      addonProfiles: {
        azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: 'true' } },
      },
    },
  },
};

/** Applies a stack, plans it again and destroys it; gives how each ended, and the cluster between and after. */
async function lifeOf(name: string, stack: string, shown: Certificate) {
  const azure = new ResourceManager(shown, 'keeps');
  const workspace = new Workspace(join(folder, 'stacks', name), await azure.listen());
  workspace.share(providers);
  workspace.take(stack);
  const apply = await workspace.terraform('apply', '-auto-approve', '-input=false');
  const cluster = azure.aks.cluster(name);
  const plan = await workspace.terraform('plan', '-detailed-exitcode', '-input=false');
  const destroy = await workspace.terraform('destroy', '-auto-approve', '-input=false');
  await azure.close();
  return { apply, cluster, plan, destroy, left: azure.aks.cluster(name) };
}

suite('Terraform', () => {
  const lives = new Map<string, Awaited<ReturnType<typeof lifeOf>>>();

  beforeAll(async () => {
    const project = join(folder, 'project');
    copyWithPages(project);
    synthPages(project, 'terraform');
    // All at once: most of the time goes to waiting.
    const shown = certificate(folder);
    const live = async (name: string) =>
      lives.set(name, await lifeOf(name, join(project, 'cdktf.out/stacks', name), shown));
    await Promise.all(PAGES.map(live));
  });

  test.each(PAGES)('applies what the examples of %s make, once, and takes it away', (name) => {
    expect(lives.get(name)).toMatchObject({
      apply: { status: 0 },
      cluster: { tags: { environment: name }, ...HOOKS[name] },
      plan: { status: 0 },
      destroy: { status: 0 },
      left: undefined,
    });
  });
});
