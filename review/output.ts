import { createHmac, randomBytes } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../objects/object';
import { asKubernetes } from '../objects/yaml-tags';

type Json = Readonly<Record<string, unknown>>;

/** What one environment renders. */
export interface EnvironmentOutput {
  readonly objects: readonly KubernetesObject[];
  /** Patches of the ingress gateways that AKS runs, which `npm run gateways:apply` applies. */
  readonly patches: readonly KubernetesObject[];
  /** The stack's cdk.tf.json. */
  readonly terraform: Json;
}

/** An environment that renders nothing: what an added one was, and a removed one is. */
export const NOTHING: EnvironmentOutput = { objects: [], patches: [], terraform: {} };

/** The text of every file of an output, by its path as in `snapshots/`. */
export type OutputFiles = ReadonlyMap<string, string>;

const PLACE = /^(kubernetes|terraform)\/([^/]+?)(\.gateways)?\/(.+)$/;

/** The files of each environment; any other is no output. */
export function groupByEnvironment(files: OutputFiles): ReadonlyMap<string, OutputFiles> {
  const placed = [...files].flatMap(([path, text]) => {
    const environment = PLACE.exec(path)?.[2];
    return environment === undefined ? [] : [{ environment, path, text }];
  });
  const groups = Map.groupBy(placed, ({ environment }) => environment);
  return new Map(
    [...groups].map(([name, group]) => [name, new Map(group.map(({ path, text }) => [path, text]))]),
  );
}

/**
 * Reads the files of one environment.
 *
 * @throws Error of a file that is neither YAML nor JSON, with its path
 */
export function readEnvironmentOutput(files: OutputFiles): EnvironmentOutput {
  const all = [...files].map(([path, text]) => {
    const [, half, , isPatch, file = ''] = PLACE.exec(path) ?? [];
    return { path, text, half, isPatch: isPatch !== undefined, file };
  });
  const manifests = all.filter(({ half, file }) => half === 'kubernetes' && /\.ya?ml$/.test(file));
  const read = (isPatch: boolean) =>
    manifests.filter((each) => each.isPatch === isPatch).flatMap(({ path, text }) => readYaml(path, text));
  const stack = all.find(({ half, file }) => half === 'terraform' && file === 'cdk.tf.json');
  return {
    objects: read(false),
    patches: read(true),
    terraform: stack ? (JSON.parse(stack.text) as Json) : {},
  };
}

/** What stands for a value of a Secret: it differs where the value does, and only in one run. */
export const HIDDEN = /\(hidden [\da-f]{16}\)/g;

const KEY = randomBytes(32);

function hide(value: unknown): string {
  return `(hidden ${createHmac('sha256', KEY)
    .update(`${value as string}`)
    .digest('hex')
    .slice(0, 16)})`;
}

function hideSecrets(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const hidden = ['data', 'stringData'].flatMap((field) => {
    const values = object[field];
    if (typeof values !== 'object' || values === null) return [];
    return [[field, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, hide(value)]))]];
  });
  return { ...object, ...(Object.fromEntries(hidden) as object) };
}

function readYaml(path: string, text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1', customTags: asKubernetes, stringKeys: true }).flatMap(
    (document) => {
      const [error] = document.errors;
      if (error) throw new Error(`${path}: ${error.message}`, { cause: error });
      const object = document.toJS() as KubernetesObject | null;
      return object ? hideSecrets(object) : [];
    },
  );
}
