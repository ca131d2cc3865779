/** A JSON Schema, with the keywords that those of `imports/` use. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  /** Without effect: a null would remove the field in the cluster. */
  readonly nullable?: boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
}

/** Definitions that schemas refer to, by name. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * Whether a schema accepts a value. A library takes 27 ms (@cfworker/json-schema), 70 (zod) or 490 (ajv) for the first objects of the lab,
 * whose synth takes 200; this takes one.
 */
export function conforms(schema: JsonSchema, value: unknown, definitions: Definitions): boolean {
  if (schema.$ref !== undefined) {
    const definition = definitions[schema.$ref.slice('#/$defs/'.length)];
    return definition !== undefined && conforms(definition, value, definitions);
  }
  if (schema.anyOf) return schema.anyOf.some((choice) => conforms(choice, value, definitions));
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case undefined:
      return true;
    case 'string':
    case 'boolean':
      return typeof value === schema.type;
    case 'integer':
      return Number.isSafeInteger(value) && isWithin(schema, value as number);
    case 'number':
      return Number.isFinite(value) && isWithin(schema, value as number);
    case 'array':
      return Array.isArray(value) && isList(schema, value, definitions);
    case 'object':
      return isPlain(value) && hasFields(schema, value, definitions);
    default:
      return false;
  }
}

function isWithin({ minimum = -Infinity, maximum = Infinity }: JsonSchema, value: number): boolean {
  return minimum <= value && value <= maximum;
}

function isList(
  { items = {}, minItems = 0, maxItems = Infinity }: JsonSchema,
  value: readonly unknown[],
  definitions: Definitions,
): boolean {
  if (value.length < minItems || value.length > maxItems) return false;
  return value.every((item) => conforms(items, item, definitions));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function hasFields(
  { properties = {}, required = [], additionalProperties = true }: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  definitions: Definitions,
): boolean {
  for (const name of required) if (value[name] === undefined) return false;
  for (const name of Object.keys(value)) {
    const isKnown = Object.hasOwn(properties, name);
    const fieldSchema = isKnown ? properties[name]! : additionalProperties;
    if (fieldSchema === false) return false;
    if (fieldSchema === true || (isKnown && value[name] === undefined)) continue;
    if (!conforms(fieldSchema, value[name], definitions)) return false;
  }
  return true;
}
