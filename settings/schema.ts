import { z } from 'zod';
import { REVISION } from '../mesh/revisions';

/** A text of one form; `form` says in words what the pattern takes. */
function text(pattern: RegExp, form: string) {
  return z.string({ error: `must be a text: ${form}` }).regex(pattern, { error: `must be ${form}` });
}

function count(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function oneOf<const Values extends readonly string[]>(...values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 label). */
const label = text(
  /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  '1 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends',
);

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 subdomain). */
const subdomain = text(
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  '1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit at both ends of each part',
);

const host = text(
  /^(\*|(\*\.)?(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+)$/,
  'a DNS name such as store.example.com, *.example.com, or * for any',
);

/** Source: Azure documentation, naming rules for Microsoft.Resources, Microsoft.ContainerService, Microsoft.Storage. */
const resourceGroupName = text(
  /^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$/,
  '1 to 90 letters, digits, underscores, parentheses, hyphens and dots, no dot at the end',
);
const clusterName = text(
  /^(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/,
  '1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends',
);
/** Braces are left out too: Terraform would take `${...}` for an expression. */
const tagName = text(
  /^(?!(?:microsoft|azure|windows|environment$|managed-by$))[^\s<>%&\\?/{}][^\n<>%&\\?/{}]{0,511}$/i,
  "1 to 512 characters, none of < > % & \\ ? / { }; not starting with microsoft, azure or windows; not 'environment' or 'managed-by', which are set by the stack",
);
const tagValue = text(/^[^\n{}]{0,256}$/, 'at most 256 characters on one line, without braces');

/** The stack's pod network is a /16, of which each node takes a /24. Source: AKS documentation, Azure CNI Overlay. */
const MOST_NODES = 256;

const revision = text(REVISION, 'asm-X-Y, such as asm-1-30');
const ingressGateway = oneOf('external', 'internal');

/** The form of each field of `Settings`; strict, since nothing checks types on the way to `npm run synth`. */
export const schema = z.strictObject({
  environment: label,
  resourceGroup: z.strictObject({
    name: resourceGroupName,
    location: text(
      /^[a-z][a-z0-9]{0,39}$/,
      'an Azure region in its short form: at most 40 lower-case letters and digits, such as westus3',
    ),
    tags: z
      .record(tagName, tagValue)
      .refine((tags) => Object.keys(tags).length <= 48, {
        error: 'must be at most 48 tags: Azure takes 50, and the stack sets two',
      })
      .optional(),
  }),
  state: z.discriminatedUnion(
    'backend',
    [
      z.strictObject({ backend: z.literal('local') }),
      z.strictObject({
        backend: z.literal('azurerm'),
        resourceGroup: resourceGroupName,
        storageAccount: text(/^[a-z0-9]{3,24}$/, '3 to 24 lower-case letters and digits'),
        container: text(
          /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
          '3 to 63 lower-case letters, digits and single hyphens, a letter or digit at both ends',
        ),
      }),
    ],
    {
      error:
        "must be { backend: 'local' } or { backend: 'azurerm', resourceGroup, storageAccount, container }",
    },
  ),
  cluster: z.strictObject({
    name: clusterName,
    kubernetesVersion: text(/^1\.[1-9]\d{0,2}$/, 'a minor version, such as 1.35'),
    tier: oneOf('Free', 'Standard', 'Premium'),
    supportPlan: oneOf('KubernetesOfficial', 'AKSLongTermSupport').optional(),
    nodePool: z.strictObject({
      vmSize: text(
        /^Standard_(?!B)[A-Z][A-Za-z0-9_-]*$/,
        'an Azure VM size such as Standard_D8s_v5, not of the B series, which AKS does not support in system pools',
      ),
      nodeCount: count(1, MOST_NODES),
      maxCount: count(1, MOST_NODES).optional(),
    }),
    sshAccess: oneOf('Disabled', 'LocalUser').optional(),
    preventDestroy: z.boolean({ error: 'true or false' }).optional(),
  }),
  mesh: z.strictObject({
    installedRevision: revision,
    revisions: z.array(revision, {
      error: 'must be a list of one revision, or of two while an upgrade runs',
    }),
    namespaces: z.record(label, revision),
    ingressGateways: z.array(ingressGateway),
    mtls: oneOf('STRICT', 'PERMISSIVE'),
    checkAtPlan: z.boolean({ error: 'must be true or false' }).optional(),
    patch: text(
      /^[A-Za-z0-9._-]{1,63}$/,
      '1 to 63 letters, digits, dots, hyphens and underscores',
    ).optional(),
    config: z.looseObject({}, { error: 'must be fields of MeshConfig: { ... }' }).optional(),
  }),
  store: z.strictObject({
    namespace: label,
    hosts: z.array(host).min(1, { error: 'must have at least one host name, or * for any' }),
    gateway: ingressGateway.optional(),
    credentials: z.union(
      [z.literal('demo'), z.strictObject({ rabbitmq: subdomain, orderService: subdomain })],
      {
        error: "must be 'demo', or the names of existing Secrets: { rabbitmq, orderService }",
      },
    ),
  }),
  testClients: z.boolean({ error: 'must be true or false' }),
});
