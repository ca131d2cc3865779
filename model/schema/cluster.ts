import * as z from 'zod';
import { booleanSchema, integerBetween, oneOf, stringMatching } from './primitives';

/** Source: Azure documentation, naming rules for Microsoft.ContainerService, Microsoft.Storage. */
const clusterName = stringMatching(
  /^(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/,
  '1 to 63 letters, digits, underscores and hyphens, with a letter or digit at both ends',
  'aks-shop',
);

/** The stack's pod network is a /16, of which each node takes a /24. Source: AKS documentation, Azure CNI Overlay. */
const MAX_NODES = 256;

/** The AKS cluster of an environment. */
export const clusterSchema = z.strictObject({
  /** Name of the cluster. */
  name: clusterName,
  /** Minor version of Kubernetes as AKS names it, such as `1.35`; AKS installs and keeps its newest patch. */
  kubernetesVersion: stringMatching(/^1\.[1-9]\d{0,2}$/, 'a minor version, without a patch', '1.35'),
  /** Price tier: `Free` has no uptime guarantee; `Premium` is needed for long-term support. */
  tier: oneOf('Free', 'Standard', 'Premium'),
  /** `AKSLongTermSupport` keeps a Kubernetes version for two years. @default KubernetesOfficial */
  supportPlan: oneOf('KubernetesOfficial', 'AKSLongTermSupport').default('KubernetesOfficial'),
  /** The one node pool. */
  nodePool: z.strictObject({
    /** VM size; not of the B series, which AKS does not support in system pools. */
    vmSize: stringMatching(
      /^Standard_(?!B)[A-Z][A-Za-z0-9_-]*$/,
      'an Azure VM size, not of the B series, which AKS does not support in system pools',
      'Standard_D8s_v5',
    ),
    /** Number of nodes, 1 to 256; the minimum if `maxCount` is set. */
    nodeCount: integerBetween(1, MAX_NODES),
    /** The most nodes that the cluster autoscaler may create. @default no autoscaling */
    maxCount: integerBetween(1, MAX_NODES).optional(),
  }),
  /**
   * Engine of NetworkPolicies; `cilium` is Azure CNI powered by Cilium. A change of it replaces the cluster.
   *
   * @default none: the cluster accepts NetworkPolicies but does not enforce them
   */
  networkPolicy: oneOf('cilium').optional(),
  /**
   * Whether nodes accept SSH; docs/deploy.md says what this needs and when it takes effect.
   *
   * @default unchanged: AKS allows local users
   */
  sshAccess: oneOf('Disabled', 'LocalUser').optional(),
  /** Whether Terraform rejects any plan that would destroy the cluster. @default false */
  preventDestroy: booleanSchema.default(false),
});
