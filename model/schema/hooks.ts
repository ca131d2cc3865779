import type { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { ApiObject, Chart } from 'cdk8s';
import type { TerraformStack } from 'cdktf';

/** The objects of one workload; each has `addJsonPatch` and is found in the chart's tree. */
export interface WorkloadObjects {
  readonly serviceAccount: ApiObject;
  /** Undefined for a workload without ports. */
  readonly service?: ApiObject;
  /** The Deployment, StatefulSet, Job or CronJob; of a workload with versions, one for each, by version. */
  readonly controllers: Readonly<Record<string, ApiObject>>;
  /** Path of the pod template in each controller, for a JSON patch, such as `/spec/template`. */
  readonly podTemplate: string;
}

/** What the hook of an application receives. */
export interface ApplicationHookProps {
  /** The application's chart: what is made in it is rendered with the application, in its namespace. */
  readonly chart: Chart;
  /** The objects of each workload, by its name. */
  readonly workloads: Readonly<Record<string, WorkloadObjects>>;
  /** Name of the namespace that the application is in. */
  readonly namespace: string;
}

/** Adds or changes what the settings of an application do not cover: raw cdk8s, Istio's typed objects, JSON patches. */
export type ApplicationHook = (props: ApplicationHookProps) => void | Promise<void>;

/** What the Kubernetes hook of an environment receives. */
export interface KubernetesHookProps {
  /** A chart of its own, without a namespace: what is made in it is rendered last, into a file of its own. */
  readonly chart: Chart;
  /** Every object of the environment, in the order in which it is applied. */
  readonly objects: readonly ApiObject[];
  /**
   * Finds an object by its id, such as `10-namespace-shop/namespace`; docs/hooks.md lists the ids.
   *
   * @throws Error with the ids that are like it
   */
  readonly find: (id: string) => ApiObject;
}

/**
 * Adds or changes what the settings of an environment do not cover in Kubernetes: objects of no application, and those that the
 * engine makes itself, such as policies and Gateways.
 */
export type KubernetesHook = (props: KubernetesHookProps) => void | Promise<void>;

/** What the Azure hook of an environment receives. */
export interface AzureHookProps {
  readonly stack: TerraformStack;
  readonly resourceGroup: ResourceGroup;
  readonly cluster: KubernetesCluster;
}

/**
 * Adds or changes what the settings of an environment do not cover in Azure: a second node pool, a registry's role. Import the
 * resources that it makes inside it, so that the Kubernetes half does not load them.
 */
export type AzureHook = (props: AzureHookProps) => void | Promise<void>;
