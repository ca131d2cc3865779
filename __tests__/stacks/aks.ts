/** What AKS does with a field that a write leaves out; nobody outside Azure knows it of every field. */
export type Model = 'keeps' | 'resets';

/** Any object of Azure's API. */
export type Json = Record<string, unknown>;

/** What AKS rejects, with the reason. */
export class Refusal extends Error {}

interface Pool extends Json {
  orchestratorVersion: string;
  currentOrchestratorVersion: string;
  securityProfile: Json & { sshAccess?: string };
}

interface Properties extends Json {
  kubernetesVersion: string;
  currentKubernetesVersion: string;
  serviceMeshProfile: { istio: { revisions: string[]; components: { proxyRedirectionMechanism?: string } } };
}

interface Cluster extends Json {
  properties: Properties;
}

/** A write of a cluster; of its properties it can leave any out. */
interface ClusterBody extends Json {
  properties: Json & { agentPoolProfiles: ({ name: string } & Json)[] };
}

/** The newest patch of each Kubernetes version. */
const PATCHES: Readonly<Record<string, number>> = { '1.34': 7, '1.35': 3, '1.36': 1 };

/** The part of AKS's behavior that decides whether a plan becomes what it says. */
export class Aks {
  /** Whether the subscription may close SSH. */
  maySetSshAccess = true;
  private readonly clusters = new Map<string, { cluster: Cluster; pools: Map<string, Pool> }>();

  constructor(private readonly model: Model) {}

  /** Answers a question about a cluster; undefined where there is nothing. @throws Refusal */
  answer(method: string, name: string, part: string, body: Json): unknown {
    const [kind, pool] = part.split('/');
    const existing = this.clusters.get(name);
    if (kind === '' && method === 'PUT') this.write(name, body as ClusterBody);
    if (kind === '' && method === 'DELETE') return this.clusters.delete(name) ? {} : undefined;
    if (kind === '') return this.cluster(name);
    if (existing === undefined) return undefined;
    if (kind === 'listclusterusercredential') return { kubeconfigs: [] };
    if (kind === 'availableagentpoolversions') {
      const versions = Object.entries(PATCHES).map(([minor, patch]) => ({
        kubernetesVersion: `${minor}.${patch}`,
      }));
      return { properties: { agentPoolVersions: versions } };
    }
    if (kind !== 'agentpools' || pool === undefined) return undefined;
    if (method === 'DELETE') return existing.pools.delete(pool) ? {} : undefined;
    if (method === 'PUT') this.writePool(name, pool, body.properties as Json);
    const properties = existing.pools.get(pool);
    return properties && { name: pool, properties };
  }

  /** A cluster as the API shows it; undefined where there is none. */
  cluster(name: string): Json | undefined {
    const found = this.clusters.get(name);
    const agentPoolProfiles = [...(found?.pools ?? [])].map(([pool, properties]) => ({
      name: pool,
      ...properties,
    }));
    return found && { ...found.cluster, properties: { ...found.cluster.properties, agentPoolProfiles } };
  }

  /** What AKS does by itself: another patch for the control plane and the pools, which are named in full from then on. */
  upgradePatch(name: string, version: string): void {
    const { cluster, pools } = this.clusters.get(name)!;
    Object.assign(cluster.properties, { kubernetesVersion: version, currentKubernetesVersion: version });
    for (const pool of pools.values())
      Object.assign(pool, { orchestratorVersion: version, currentOrchestratorVersion: version });
  }

  /** What somebody does in the portal. */
  tag(name: string, tags: Readonly<Record<string, string>>): void {
    this.clusters.get(name)!.cluster.tags = tags;
  }

  private write(
    name: string,
    { properties: { agentPoolProfiles, ...properties }, ...body }: ClusterBody,
  ): void {
    const stored = this.clusters.get(name);
    const next = this.merged(stored?.cluster, { ...body, properties }) as Cluster;
    const { currentKubernetesVersion, serviceMeshProfile } = next.properties;
    const running = stored?.cluster.properties.currentKubernetesVersion;
    const { istio } = serviceMeshProfile;
    // Source: AKS documentation, istio-cni.md, 2026-06-24.
    istio.components.proxyRedirectionMechanism ??=
      istio.revisions.at(-1)! < 'asm-1-30' ? 'InitContainers' : 'CNIChaining';
    const cluster = {
      ...next,
      identity: { type: 'SystemAssigned', principalId: 'principal', tenantId: 'tenant' },
      properties: {
        servicePrincipalProfile: { clientId: 'msi' },
        ...next.properties,
        currentKubernetesVersion: patchOf(
          next.properties.kubernetesVersion,
          running ?? currentKubernetesVersion,
        ),
        provisioningState: 'Succeeded',
      },
    };
    this.clusters.set(name, { cluster, pools: stored?.pools ?? new Map() });
    for (const { name: pool, ...profile } of agentPoolProfiles) this.writePool(name, pool, profile);
  }

  private writePool(name: string, pool: string, body: Json): void {
    const { cluster, pools } = this.clusters.get(name)!;
    const stored = pools.get(pool);
    // A pool that states no version gets that of the control plane.
    const { currentKubernetesVersion: current } = cluster.properties;
    const next = { orchestratorVersion: current, ...(this.merged(stored, body) as Partial<Pool>) } as Pool;
    if ((body.securityProfile as Pool['securityProfile'] | undefined)?.sshAccess && !this.maySetSshAccess)
      throw new Refusal('the feature Microsoft.ContainerService/DisableSSHPreview is not registered');
    const running = patchOf(next.orchestratorVersion, stored?.currentOrchestratorVersion);
    if (minorOf(running) > minorOf(current))
      throw new Refusal(`a pool cannot run ${running} under ${current}`);
    pools.set(pool, {
      osDiskSizeGB: 128,
      ...next,
      // One model says that SSH is open, the other says nothing of it.
      securityProfile: { ...(this.model === 'keeps' && { sshAccess: 'LocalUser' }), ...next.securityProfile },
      currentOrchestratorVersion: running,
      provisioningState: 'Succeeded',
    });
  }

  /** A write over what is stored: of the fields that it leaves out, the model decides. */
  private merged(stored: unknown, written: unknown): unknown {
    if (this.model === 'resets' || !isObject(stored) || !isObject(written)) return written ?? stored;
    const kept = Object.entries(written).map(([key, value]) => [key, this.merged(stored[key], value)]);
    return { ...stored, ...Object.fromEntries(kept) };
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/**
 * The patch that runs once a version was asked for: a new minor version comes with its newest patch, and asking for the
 * one that runs changes nothing.
 *
 * Source: Azure REST API, managedClusters 2025-10-01, kubernetesVersion.
 */
function patchOf(asked: string, running: string | undefined): string {
  if (asked.split('.').length === 3) return asked;
  if (running !== undefined && minorOf(asked) < minorOf(running))
    throw new Refusal(`Kubernetes ${running} cannot go back to ${asked}`);
  if (running !== undefined && minorOf(asked) === minorOf(running)) return running;
  return `${asked}.${PATCHES[asked]}`;
}
