import type { IngressGateway } from '../mesh/gateways';
import type { MeshConfig } from '../mesh/mesh-config';
import type { SupportPlan } from '../mesh/revisions';
import type { MeshState } from '../mesh/upgrade';

/** One environment: all that the Terraform half and the Kubernetes half are made from. */
export interface Settings {
  /** Short name: the Terraform stack, the folder under `dist/`, the argument of `cdktf deploy`. */
  readonly environment: string;
  readonly resourceGroup: ResourceGroupSettings;
  /** Where Terraform keeps its state. */
  readonly state: LocalState | AzureState;
  readonly cluster: ClusterSettings;
  readonly mesh: MeshSettings;
  readonly store: StoreSettings;
  /** Whether the lab's two clients, `curl-inside` and `curl-outside`, are deployed. */
  readonly testClients: boolean;
}

export interface ResourceGroupSettings {
  readonly name: string;
  /** Azure region in its short form, such as `westus3`. */
  readonly location: string;
  /** Tags of every Azure resource, beside `environment` and `managed-by`. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** State in a file `terraform.<environment>.tfstate` beside `main.ts`: for one person. */
export interface LocalState {
  readonly backend: 'local';
}

/** State in a blob of a storage account that already exists: for a team. */
export interface AzureState {
  readonly backend: 'azurerm';
  readonly resourceGroup: string;
  readonly storageAccount: string;
  readonly container: string;
}

export interface ClusterSettings {
  readonly name: string;
  /** Minor version as AKS names it, such as `1.35`; AKS installs and keeps its newest patch. */
  readonly kubernetesVersion: string;
  /** `Free` has no uptime guarantee; `Premium` is needed for long-term support. */
  readonly tier: 'Free' | 'Standard' | 'Premium';
  /** `AKSLongTermSupport` keeps a Kubernetes version for two years. @default KubernetesOfficial */
  readonly supportPlan?: SupportPlan;
  readonly nodePool: NodePoolSettings;
  /**
   * Whether nodes answer SSH; docs/deploy.md says what this needs and when it takes effect.
   *
   * @default left as it is: AKS lets local users in
   */
  readonly sshAccess?: 'Disabled' | 'LocalUser';
  /** Whether Terraform refuses any plan that would destroy the cluster. @default false */
  readonly preventDestroy?: boolean;
}

export interface NodePoolSettings {
  /** VM size; not of the B series, which AKS does not support in system pools. */
  readonly vmSize: string;
  /** Nodes, 1 to 256; where `maxCount` is stated, the fewest. */
  readonly nodeCount: number;
  /** The most nodes that the cluster autoscaler may make. @default no autoscaling */
  readonly maxCount?: number;
}

export interface MeshSettings extends MeshState {
  /**
   * Whether Terraform asks Azure, before it creates anything, if the location offers the revision and the subscription may
   * close SSH.
   *
   * @default true
   */
  readonly checkAtPlan?: boolean;
  /** Patch of the add-on that sidecars should have, such as `1.30.2-2`: any change of it rolls their pods. @default none */
  readonly patch?: string;
  /** Mesh-wide configuration of Istio. @default none */
  readonly config?: MeshConfig;
  /** Ingress gateways that AKS runs. */
  readonly ingressGateways: readonly IngressGateway[];
  /** Whether the namespaces of the mesh refuse plaintext (`STRICT`) or also take it (`PERMISSIVE`). */
  readonly mtls: 'STRICT' | 'PERMISSIVE';
}

/** The AKS Store Demo. */
export interface StoreSettings {
  /** Its namespace, one of `mesh.namespaces`. */
  readonly namespace: string;
  /** Host names it answers to at the gateway; `*` is any. */
  readonly hosts: readonly string[];
  /** Ingress gateway it stands behind. @default the first of `mesh.ingressGateways` */
  readonly gateway?: IngressGateway;
  /** Credentials of its queue: the public ones of the demo (only in `lab`), or Secrets that already exist. */
  readonly credentials: 'demo' | StoreSecrets;
}

/** Names of existing Secrets in the store's namespace. */
export interface StoreSecrets {
  /** Its keys: `RABBITMQ_DEFAULT_USER`, `RABBITMQ_DEFAULT_PASS`. */
  readonly rabbitmq: string;
  /** Its keys: `ORDER_QUEUE_USERNAME`, `ORDER_QUEUE_PASSWORD`. */
  readonly orderService: string;
}
