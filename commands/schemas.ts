import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as client from '@kubernetes/client-node/dist/gen/models/all';
import type { CustomResourceDefinition } from './crds';

type Schema = Record<string, unknown>;

/** The kinds of Kubernetes that charts and hooks are likely to render: of these, every field is checked. */
const KINDS = {
  v1: ['ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Pod', 'Secret', 'Service', 'ServiceAccount'],
  'apps/v1': ['DaemonSet', 'Deployment', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'networking.k8s.io/v1': ['NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};

/** Fields with quantities, which the client declares as strings; Kubernetes accepts numbers too. Source: Kubernetes documentation, Quantity. */
const QUANTITIES: readonly string[] = [
  'V1EmptyDirVolumeSource.sizeLimit',
  'V1PodSpec.overhead',
  'V1ResourceFieldSelector.divisor',
  'V1ResourceRequirements.limits',
  'V1ResourceRequirements.requests',
  'V1VolumeResourceRequirements.limits',
  'V1VolumeResourceRequirements.requests',
  'V2MetricTarget.averageValue',
  'V2MetricTarget.value',
];

/** One field of a model of @kubernetes/client-node. */
interface Field {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

type Models = Readonly<Record<string, { readonly attributeTypeMap: readonly Field[] } | undefined>>;

const INT_OR_STRING = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const QUANTITY = { anyOf: [{ type: 'string' }, { type: 'number' }] };
const SCALARS: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  any: {},
  object: {},
  Date: { type: 'string' },
  V1MicroTime: { type: 'string' },
  IntOrString: INT_OR_STRING,
};

/**
 * JSON Schemas of Kubernetes' kinds and of all that they are made of, as the client of Kubernetes that the project uses has
 * them. No package publishes Kubernetes' own.
 */
export function kubernetesSchemas(): Schema {
  const folder = join(require.resolve('@kubernetes/client-node'), '..', 'gen', 'models');
  const models = client as unknown as Models;
  const $defs: Record<string, Schema> = {};

  function schemaOf(type: string, format: string): Schema {
    const item = /^Array<(.*)>$/.exec(type)?.[1];
    if (item !== undefined) return { type: 'array', items: schemaOf(item, format) };
    const value = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
    if (value !== undefined) return { type: 'object', additionalProperties: schemaOf(value, format) };
    if (format === 'quantity') return QUANTITY;
    if (format === 'int-or-string') return INT_OR_STRING;
    if (type === 'number') return { type: format.startsWith('int') ? 'integer' : 'number' };
    const scalar = SCALARS[type];
    if (scalar) return scalar;
    define(type);
    return { $ref: `#/$defs/${type}` };
  }

  function define(name: string): void {
    if ($defs[name]) return;
    const model = models[name];
    if (!model) throw new Error(`@kubernetes/client-node has no model ${name}`);
    const properties: Schema = {};
    const schema: Schema = ($defs[name] = { type: 'object', properties, additionalProperties: false });
    // Only its declarations say which fields are required.
    const declared = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
    const isRequired = (field: Field) => declared.includes(`\n    '${field.name}': `);
    for (const field of model.attributeTypeMap)
      properties[field.baseName] = schemaOf(
        field.type,
        QUANTITIES.includes(`${name}.${field.name}`) ? 'quantity' : field.format,
      );
    const required = model.attributeTypeMap.filter(isRequired).map(({ baseName }) => baseName);
    if (required.length > 0) schema.required = required;
  }

  const kinds = Object.fromEntries(
    Object.entries(KINDS).flatMap(([apiVersion, names]) =>
      names.map((kind) => {
        const version = apiVersion.split('/').at(-1)!;
        const name = `${version[0]!.toUpperCase()}${version.slice(1)}${kind}`;
        define(name);
        return [`${apiVersion}/${kind}`, name];
      }),
    ),
  );
  const sorted = Object.entries($defs).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { kinds, $defs: Object.fromEntries(sorted) };
}

/** JSON Schemas of kinds as their CRDs have them, by `apiVersion/kind`. */
export function crdSchemas(crds: readonly CustomResourceDefinition[]): Schema {
  return Object.fromEntries(
    crds.map(({ spec }) => {
      const [version] = spec.versions;
      const schema = closed(version!.schema!.openAPIV3Schema) as { properties: Schema };
      // A CRD leaves out what every object has.
      const text = { type: 'string' };
      const common = { apiVersion: text, kind: text, metadata: { type: 'object' } };
      const properties = { ...common, ...schema.properties };
      return [`${spec.group}/${version!.name}/${spec.names.kind}`, { ...schema, properties }];
    }),
  );
}

/** What a structure says of fields and their values; a CRD's rules between fields are the API server's to judge. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const schema = node as Schema & { properties?: Record<string, unknown> };
  if (schema['x-kubernetes-int-or-string']) return INT_OR_STRING;
  if (schema['x-kubernetes-preserve-unknown-fields']) return { type: schema.type };
  const kept = [
    'type',
    'items',
    'enum',
    'required',
    'additionalProperties',
    'minimum',
    'maximum',
    'maxItems',
    'minItems',
    'nullable',
  ];
  const rest = Object.fromEntries(
    kept.filter((key) => key in schema).map((key) => [key, closed(schema[key])]),
  );
  if (!schema.properties) return rest;
  const properties = Object.fromEntries(
    Object.entries(schema.properties).map(([key, value]) => [key, closed(value)]),
  );
  return { ...rest, properties, additionalProperties: rest.additionalProperties ?? false };
}
