/**
 * Generates `imports/` from Istio's CRDs: `npm run import [-- FILE|URL]`.
 *
 * The result depends on the CRDs alone, never on where they came from.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

/** The Istio release behind the newest revision of the calendar. */
const ISTIO_VERSION = '1.30.3';
const UPSTREAM = `https://raw.githubusercontent.com/istio/istio/${ISTIO_VERSION}/manifests/charts/base/files/crd-all.gen.yaml`;
/** Where the classes go; another folder can be given as the second argument. */
const FOLDER = process.argv[3] ?? join(__dirname, '..', 'imports');

/**
 * The kinds that the add-on supports, all in version v1. Left out: ProxyConfig, WorkloadEntry, WorkloadGroup and
 * WasmPlugin, which AKS blocks; TrafficExtension, which it does not mention; EnvoyFilter, whose effects it does not
 * support. Source: AKS documentation, istio-about.md, 2026-06-11.
 */
const KINDS = [
  'AuthorizationPolicy',
  'DestinationRule',
  'Gateway',
  'PeerAuthentication',
  'RequestAuthentication',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
  'VirtualService',
];

interface CustomResourceDefinition {
  readonly kind: string;
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: { readonly name: string }[];
  };
}

async function read(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFileSync(source, 'utf8');
  const response = await fetch(source, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
  return response.text();
}

/** The CRDs of `KINDS` in their v1 versions; throws if one of them is missing. */
function supported(text: string): CustomResourceDefinition[] {
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors)[0];
  if (broken) throw new Error(`it is not YAML: ${broken.message.split('\n')[0]}`);
  const crds = documents
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((object) => object?.kind === 'CustomResourceDefinition') as CustomResourceDefinition[];
  const found = KINDS.flatMap((kind) =>
    crds
      .filter(({ spec }) => spec?.names?.kind === kind)
      .map((crd) => ({
        ...crd,
        spec: { ...crd.spec, versions: crd.spec.versions.filter(({ name }) => name === 'v1') },
      }))
      .filter(({ spec }) => spec.versions.length > 0),
  );
  const missing = KINDS.filter((kind) => !found.some(({ spec }) => spec.names.kind === kind));
  if (missing.length > 0) throw new Error(`it has no CRD in version v1 of ${missing.join(', ')}`);
  return found;
}

/** Without descriptions the generated code is a third of its length, and the diff of an update shows fields only. */
function withoutDescriptions(node: unknown, isProperties = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutDescriptions(item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => isProperties || key !== 'description')
      .map(([key, value]) => [key, withoutDescriptions(value, key === 'properties' && !isProperties)]),
  );
}

async function main(): Promise<void> {
  const source = process.argv[2] ?? UPSTREAM;
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-import-'));
  try {
    const crds = supported(
      await read(source).catch((error: Error) => {
        throw new Error(
          `it can't be read: ${[error.message, (error.cause as Error)?.message].filter(Boolean).join(': ')}`,
        );
      }),
    );
    const file = join(folder, 'crds.yaml');
    writeFileSync(
      file,
      crds.map((crd) => stringify(withoutDescriptions(crd), { aliasDuplicateObjects: false })).join('---\n'),
    );
    const cdk8s = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
    execFileSync(
      process.execPath,
      [
        cdk8s,
        'import',
        '--check-upgrade=false',
        '--no-save',
        '--language=typescript',
        `--output=${folder}`,
        file,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
    );
    const generated = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    mkdirSync(FOLDER, { recursive: true });
    for (const name of generated) copyFileSync(join(folder, name), join(FOLDER, name));
    console.log(`imports/: ${generated.join(', ')} (${KINDS.length} kinds) from ${source}`);
  } catch (error) {
    console.error(
      `No Istio CRDs in ${source}: ${(error as Error).message}.\n` +
        `Nothing was changed. Give a file or URL of Istio's crd-all.gen.yaml: npm run import -- FILE|URL`,
    );
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
