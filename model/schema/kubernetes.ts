import * as z from 'zod';
import kubernetes from '../../imports/kubernetes.schema.json';
import gatewayApi from '../../imports/gateway-api.schema.json';
import istio from '../../imports/istio.schema.json';
import { conforms, type Definitions, type JsonSchema } from './json-schema';

const definitions: Definitions = kubernetes.$defs;
const resources: Definitions = { ...istio, ...gatewayApi };
const made = new Map<string, z.ZodType>();

/** Whether an object surely has the form of its kind; one that has not is told what is wrong by `formOfObject`. */
export function hasFormOfKind(apiVersion: string, kind: string, object: unknown): boolean {
  const key = `${apiVersion}/${kind}`;
  const name = (kubernetes.kinds as Readonly<Record<string, string>>)[key];
  const schema = name === undefined ? resources[key] : definitions[name];
  return schema !== undefined && conforms(schema, object, definitions);
}

/** The form of a kind of Kubernetes, Istio or the Gateway API that is rendered here, or undefined for one that is not known. */
export function formOfObject(apiVersion: string, kind: string): z.ZodType | undefined {
  const key = `${apiVersion}/${kind}`;
  const name = (kubernetes.kinds as Readonly<Record<string, string>>)[key];
  if (name !== undefined) return formOf(name);
  const schema = resources[key];
  return schema && once(key, () => z.fromJSONSchema({ ...schema } as never));
}

/** Every kind whose form is known: what applications and their hooks are likely to render. */
export function knownKinds(): { readonly apiVersion: string; readonly kind: string }[] {
  return [...Object.keys(kubernetes.kinds), ...Object.keys(resources)].map((key) => {
    const [, apiVersion, kind] = /^(.+)\/([^/]+)$/.exec(key)!;
    return { apiVersion: apiVersion!, kind: kind! };
  });
}

/**
 * The form of one of Kubernetes' own types, such as `V1Container`, of which the user states a part.
 *
 * @param needed fields that the user has to state, since nothing else does
 */
export function part<T>(name: string, ...needed: (string & keyof T)[]): z.ZodType<Partial<T>, Partial<T>> {
  const { required: _, ...rest } = definitions[name]!;
  const schema = needed.length > 0 ? { ...rest, required: needed } : rest;
  const form = () => once(`${name} ${needed.join()}`, () => fromDefinition(schema));
  const params: PartParams = { form };
  return z.custom<Partial<T>>(
    (value) => conforms(schema, value, definitions) || form().safeParse(value).success,
    { params: { ...params } },
  );
}

/** What `part` tells those who read its form or its issues. */
export interface PartParams {
  /** The form in full, made when it is asked for. */
  readonly form: () => z.ZodType;
}

function formOf(name: string): z.ZodType {
  return once(name, () => fromDefinition(definitions[name]!));
}

function fromDefinition(definition: JsonSchema): z.ZodType {
  return z.fromJSONSchema({
    ...definition,
    $defs: definitionsIn(definition),
  } as never) as unknown as z.ZodType;
}

/** The definitions that one refers to, directly or through others: zod copies all that it is given. */
function definitionsIn(definition: JsonSchema, found: Record<string, JsonSchema> = {}): typeof found {
  for (const [, name] of JSON.stringify(definition).matchAll(/"#\/\$defs\/(\w+)"/g))
    if (found[name!] === undefined) {
      found[name!] = definitions[name!]!;
      definitionsIn(found[name!]!, found);
    }
  return found;
}

/** Made when first asked for: most runs need a few of several hundred. */
function once(key: string, make: () => z.ZodType): z.ZodType {
  let form = made.get(key);
  if (!form) made.set(key, (form = make()));
  return form;
}
