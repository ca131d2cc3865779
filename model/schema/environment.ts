import * as z from 'zod';
import { applicationSchema } from './application';
import { clusterSchema } from './cluster';
import {
  booleanSchema,
  dnsLabel,
  hints,
  oneOf,
  rejection,
  resourceGroupName,
  revisionSchema,
  stringMatching,
  type Immutable,
} from './primitives';
import { gateways, namespaceGateways } from './ingress-gateways';
import { meshConfigSchema } from './mesh-config';
import { annotationsSchema, labelsSchema } from './metadata';
import type { AzureHook, KubernetesHook } from './hooks';

/** Braces are not allowed: Terraform would read `${...}` as an expression. */
const tagName = stringMatching(
  /^(?!(?:microsoft|azure|windows|environment$|managed-by$))[^\s<>%&\\?/{}][^\n<>%&\\?/{}]{0,511}$/i,
  "1 to 512 characters without < > % & \\ ? / { }, not starting with microsoft, azure or windows, and not 'environment' or 'managed-by', which the stack sets",
  'owner',
);
const tagValue = stringMatching(
  /^[^\n{}]{0,256}$/,
  'at most 256 characters on one line, without braces',
  'shop-team',
);

const ingressGateway = oneOf('external', 'internal');

/** One environment: all that the Terraform half and the Kubernetes half are made from. Strict, since no compiler checks a synth. */
export const environmentSchema = z.strictObject({
  /** The resource group that is created for the cluster. */
  resourceGroup: z.strictObject({
    /** Name of the resource group that holds the cluster. */
    name: resourceGroupName,
    /** Azure region by its short name, such as `westus3`. */
    location: stringMatching(
      /^[a-z][a-z0-9]{0,39}$/,
      'an Azure region by its short name: at most 40 lower-case letters and digits',
      'westus3',
    ),
    /** Tags of every Azure resource, beside `environment` and `managed-by`. @default none */
    tags: z
      .record(tagName, tagValue)
      .refine(
        (tags) => Object.keys(tags).length <= 48,
        rejection('must be at most 48 tags: Azure accepts 50, and the stack sets two', 'leave 48 of them'),
      )
      .default({}),
  }),
  /**
   * Where Terraform keeps its state: `local` is a file `terraform.<environment>.tfstate` beside `main.ts`, for one person;
   * `azurerm` is a blob of a storage account that already exists, for a team.
   */
  state: z.discriminatedUnion(
    'backend',
    [
      z.strictObject({ backend: z.literal('local') }),
      z.strictObject({
        backend: z.literal('azurerm'),
        /** Resource group of the storage account. */
        resourceGroup: resourceGroupName,
        /** Name of the storage account. */
        storageAccount: stringMatching(
          /^[a-z0-9]{3,24}$/,
          '3 to 24 lower-case letters and digits',
          'shopstate',
        ),
        /** Name of the blob container. */
        container: stringMatching(
          /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
          '3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends',
          'tfstate',
        ),
      }),
    ],
    {
      error:
        "must be { backend: 'local' } or { backend: 'azurerm', resourceGroup, storageAccount, container }",
    },
  ),
  /** The AKS cluster. */
  cluster: clusterSchema,
  /** The Istio add-on. */
  mesh: z.strictObject({
    /** Revision that the mesh was installed with; no upgrade changes it. */
    installedRevision: revisionSchema,
    /** Revisions on the cluster, oldest first: one, or two while an upgrade runs. */
    revisions: z.array(revisionSchema, {
      error: 'must be a list of one revision, or of two while an upgrade runs',
    }),
    /** Ingress gateways that AKS runs: `external` with a public address, `internal` with one of the virtual network. */
    ingressGateways: z.array(ingressGateway, {
      error: 'must be a list of external, internal, both or neither',
    }),
    /**
     * Changes to AKS's own settings of the Service and the autoscaler of an ingress gateway, by `external` and
     * `internal`; `npm run gateways:apply` sets it (docs/gateways.md).
     *
     * @default AKS's own settings
     */
    gateways: gateways.default({}),
    /**
     * Whether applications are exposed through Kubernetes' Gateway API instead of Istio's Gateway and VirtualService; the
     * cluster gets AKS's managed Gateway API for that. docs/gateway-api.md says what differs.
     *
     * @default false
     */
    gatewayApi: booleanSchema.default(false),
    /**
     * Whether Terraform asks Azure, before it creates anything, if the location offers the revision and the subscription may
     * close SSH.
     *
     * @default true
     */
    checkAtPlan: booleanSchema.default(true),
    /** Whether workloads reject plaintext in every namespace that does not set `mtls` itself. @default each namespace's own default */
    mtls: oneOf('STRICT', 'PERMISSIVE').optional(),
    /** Patch of the add-on that sidecars should have, such as `1.30.2-2`: any change of it rolls their pods. @default none */
    patch: stringMatching(
      /^[A-Za-z0-9._-]{1,63}$/,
      '1 to 63 letters, digits, dots, hyphens and underscores',
      '1.30.2-2',
    ).optional(),
    /** Mesh-wide configuration of Istio. @default none */
    config: meshConfigSchema.default({}),
  }),
  /** Namespaces by name, with what runs in each. */
  namespaces: z.record(
    dnsLabel,
    z.strictObject({
      /** Revision that injects sidecars into its pods. @default none: the namespace is outside the mesh */
      revision: revisionSchema.optional(),
      /** Whether its workloads accept only mTLS (`STRICT`) or also plaintext (`PERMISSIVE`). @default `mesh.mtls`, or else STRICT */
      mtls: oneOf('STRICT', 'PERMISSIVE').optional(),
      /**
       * Whether its workloads allow only the calls that applications declare (`on`), only report what they would deny (`trial`,
       * a dry run), or allow all (`off`).
       *
       * @default off
       */
      authorization: oneOf('off', 'trial', 'on').default('off'),
      /** Whether NetworkPolicies limit its pods to the declared calls; needs `cluster.networkPolicy`. @default false */
      networkPolicies: booleanSchema.default(false),
      /**
       * What its workloads may call: `any` host; `scoped`, with sidecars that know only the workload's own callees, so that any other
       * call leaves as plaintext, which ports that accept only mTLS reset; or `declared`, which also blocks every other host.
       *
       * @default any
       */
      egress: oneOf('any', 'scoped', 'declared').default('any'),
      /**
       * Labels of the namespace, such as `pod-security.kubernetes.io/audit`, beside those that the engine sets.
       *
       * @default none
       */
      labels: labelsSchema.default({}),
      /** Annotations of the namespace. @default none */
      annotations: annotationsSchema.default({}),
      /**
       * Changes to what Istio makes for the namespace's own Gateways, by `external` and `internal`, where `mesh.gatewayApi` is set
       * (docs/gateway-api.md).
       *
       * @default Istio's and AKS's own settings
       */
      gateways: namespaceGateways.default({}),
      /** Applications that run in it, by name. @default none */
      applications: z.record(dnsLabel, applicationSchema).default({}),
    }),
  ),
  /**
   * Whether applications may render Secrets with their values, which are then in the repository in plain text: for demos.
   *
   * @default false
   */
  plainTextSecrets: booleanSchema.default(false),
  /** Adds or changes what the settings do not cover in Kubernetes; it runs last, and sees every object. @default none */
  kubernetes: z
    .custom<KubernetesHook>((value) => typeof value === 'function', { error: 'must be a function' })
    .register(hints, { fix: 'set a function: ({ chart, objects, find }) => { ... }' })
    .optional(),
  /** Adds or changes what the settings do not cover in Azure; it runs last. @default none */
  azure: z
    .custom<AzureHook>((value) => typeof value === 'function', { error: 'must be a function' })
    .register(hints, { fix: 'set a function: ({ stack, resourceGroup, cluster }) => { ... }' })
    .optional(),
});

/** One environment, as a user sets it. */
export type Environment = Immutable<z.input<typeof environmentSchema>>;

/** One environment with its defaults filled in. */
export type EnvironmentSettings = Immutable<z.output<typeof environmentSchema>>;

/** One namespace of an environment, with its defaults filled in. */
export type NamespaceSettings = EnvironmentSettings['namespaces'][string];

/**
 * Variables of the shell that may override an environment, by name; one that is set but empty counts as set.
 * A name that ends in `_REVISION` holds a revision.
 */
export type Variables = Readonly<{
  [name: `${string}_REVISION`]: z.infer<typeof revisionSchema> | undefined;
  [name: string]: string | undefined;
}>;

/** The environments by name, each as a function of the variables that may override it. */
export type Environments = Readonly<Record<string, (variables: Variables) => Environment>>;
