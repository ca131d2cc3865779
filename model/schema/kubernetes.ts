import * as z from 'zod';
import kubernetes from '../../imports/kubernetes.schema.json';
import gatewayApi from '../../imports/gateway-api.schema.json';
import istio from '../../imports/istio.schema.json';
import { conforms, type Definitions, type JsonSchema } from './json-schema';

const definitions: Definitions = kubernetes.$defs;
const resources: Definitions = { ...istio, ...gatewayApi };
const kinds = new Map<string, z.ZodType | undefined>();

/** The schema of a kind of Kubernetes, Istio or the Gateway API that is rendered here, or undefined for one that is not known. */
export function findObjectSchema(apiVersion: string, kind: string): z.ZodType | undefined {
  const key = `${apiVersion}/${kind}`;
  if (!kinds.has(key)) {
    const name = (kubernetes.kinds as Readonly<Record<string, string>>)[key];
    const schema = name === undefined ? resources[key] : definitions[name];
    kinds.set(key, schema && toZod(schema));
  }
  return kinds.get(key);
}

/** Every kind whose schema is known: what applications and their hooks are likely to render. */
export function knownKinds(): { readonly apiVersion: string; readonly kind: string }[] {
  return [...Object.keys(kubernetes.kinds), ...Object.keys(resources)].map((key) => {
    const [, apiVersion, kind] = /^(.+)\/([^/]+)$/.exec(key)!;
    return { apiVersion: apiVersion!, kind: kind! };
  });
}

/**
 * The schema of one of Kubernetes' own types, such as `V1Container`, of which the user sets a part.
 *
 * @param needed fields that the user has to set, since nothing else does
 */
export function partialSchema<T>(
  name: string,
  ...needed: (string & keyof T)[]
): z.ZodType<Partial<T>, Partial<T>> {
  return toZod({ ...definitions[name]!, required: needed });
}

/** What a schema of this file tells those who read its fields or its issues. */
export interface PartialSchemaParams {
  /** The same schema in zod, which says what is wrong with a value, and which fields there are. */
  readonly zodSchema: () => z.ZodType;
  /** Whose fields they are. @default Kubernetes' */
  readonly of?: string;
}

/** A schema that judges by a JSON Schema. zod's own takes longer to make than the rest of a small synth: it only describes. */
function toZod<T>(schema: JsonSchema): z.ZodType<T, T> {
  let compiled: z.ZodType | undefined;
  const params: PartialSchemaParams = {
    zodSchema: () =>
      (compiled ??= z.fromJSONSchema({ ...schema, $defs: findDefinitions(schema) } as never) as z.ZodType),
  };
  return z.custom<T>((value) => conforms(schema, value, definitions), { params: { ...params } });
}

/** The definitions that one refers to, directly or through others: zod copies all that it is given. */
function findDefinitions(schema: JsonSchema, found: Record<string, JsonSchema> = {}): typeof found {
  for (const [, name] of JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g))
    if (found[name!] === undefined) {
      found[name!] = definitions[name!]!;
      findDefinitions(found[name!]!, found);
    }
  return found;
}
