import { join } from 'node:path';
import type { Plan } from '../../model/plan';
import type { Json, Model } from './aks';
import type { Certificate } from './certificate';
import { ResourceManager } from './resource-manager';
import { Workspace, type Ended } from './workspace';

/** What deployments have in common. */
export interface Ground {
  /** A folder of their own. */
  readonly folder: string;
  /** A workspace that has the providers. */
  readonly providers: Workspace;
  readonly certificate: Certificate;
}

/** What one apply led to. */
export interface Applied {
  /** All that Terraform said, its plan first. */
  readonly output: string;
  /** What Terraform says it did, such as `3 added, 0 changed, 0 destroyed`, or else its error. */
  readonly resources: string;
  /** The cluster as Azure has it. */
  readonly cluster: Json | undefined;
  readonly writes: readonly string[];
  /** What the plan after it ends with: 0 where nothing is left to do, 2 where something is. */
  readonly next: number | null;
}

/** An environment, and the Azure that it is in. */
export class Deployment {
  private static count = 0;
  readonly azure: ResourceManager;
  private workspace?: Workspace;

  constructor(
    private readonly ground: Ground,
    model: Model,
    public settings: Plan,
  ) {
    this.azure = new ResourceManager(ground.certificate, model);
  }

  /** Puts other settings in the place of those before. */
  change(settings: Plan): void {
    this.settings = settings;
    this.workspace?.write(settings);
  }

  /** Ends with 0 where nothing is to do, and with 2 where something is. */
  plan(): Promise<Ended> {
    return this.terraform('plan', '-detailed-exitcode');
  }

  /** Applies the settings once, and plans again. */
  async apply(): Promise<Applied> {
    this.azure.writes.length = 0;
    const { output } = await this.terraform('apply', '-auto-approve');
    const resources =
      /Resources: (\d+ added, \d+ changed, \d+ destroyed)/.exec(output)?.[1] ??
      output.slice(output.indexOf('Error: '));
    const writes = [...this.azure.writes];
    const cluster = this.azure.aks.cluster(this.settings.cluster.name);
    return { output, resources, cluster, writes, next: (await this.plan()).status };
  }

  destroy(): Promise<Ended> {
    return this.terraform('destroy', '-auto-approve');
  }

  private async terraform(...args: readonly string[]): Promise<Ended> {
    if (this.workspace === undefined) {
      const { folder, providers } = this.ground;
      const own = join(folder, `${this.settings.name}-${++Deployment.count}`);
      this.workspace = new Workspace(own, await this.azure.listen());
      this.workspace.share(providers);
      this.workspace.write(this.settings);
    }
    return await this.workspace.terraform(...args, '-input=false');
  }
}

/** What Azure must have where it has what the settings say. */
export function stateOf({ cluster, mesh, resourceGroup: { tags }, name }: Plan) {
  const minor = (version: string) => expect.stringMatching(`^${version.replace('.', '[.]')}([.]\\d+)?$`);
  return {
    sku: { tier: cluster.tier },
    tags: { ...tags, environment: name },
    properties: {
      kubernetesVersion: minor(cluster.kubernetesVersion),
      currentKubernetesVersion: minor(cluster.kubernetesVersion),
      ...(mesh.gatewayApi && { ingressProfile: { gatewayAPI: { installation: 'Standard' } } }),
      serviceMeshProfile: {
        mode: 'Istio',
        istio: {
          revisions: mesh.revisions,
          components: {
            proxyRedirectionMechanism: 'CNIChaining',
            ingressGateways: expect.arrayContaining([
              { mode: 'External', enabled: mesh.ingressGateways.includes('external') },
              { mode: 'Internal', enabled: mesh.ingressGateways.includes('internal') },
            ]),
          },
        },
      },
      agentPoolProfiles: [
        {
          name: 'system',
          vmSize: cluster.nodePool.vmSize,
          count: cluster.nodePool.nodeCount,
          currentOrchestratorVersion: minor(cluster.kubernetesVersion),
          securityProfile: { sshAccess: cluster.sshAccess },
        },
      ],
    },
  };
}
