/**
 * Generates `imports/` from Istio's CRDs: `npm run import [-- FILE|URL]`.
 *
 * The result depends on the CRDs alone, never on where they came from.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { FaultError, reasonOf } from '../model/fault';
import { UPSTREAM, readCrds, type CustomResourceDefinition } from './crds';
import { command, run } from './run';
import { istioSchemas, kubernetesSchemas } from './schemas';

/** Where the classes go. */
const FOLDER = join(__dirname, '..', 'imports');

/**
 * The kinds that the add-on supports, all in version v1. Left out: ProxyConfig, WorkloadEntry, WorkloadGroup and
 * WasmPlugin, which AKS blocks; TrafficExtension, which it does not mention; EnvoyFilter, whose effects it does not
 * support. Source: AKS documentation, istio-about.md, 2026-06-11.
 */
const KINDS = {
  'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
};

/** The CRDs of `KINDS` in their v1 versions; throws if one of them is missing. */
function supported(crds: readonly CustomResourceDefinition[]): CustomResourceDefinition[] {
  const wanted = Object.entries(KINDS).flatMap(([group, kinds]) => kinds.map((kind) => ({ group, kind })));
  const found = wanted.map(({ group, kind }) => {
    const crd = crds.find(({ spec }) => spec?.group === group && spec.names?.kind === kind);
    const versions =
      crd?.spec.versions?.filter(({ name, schema }) => name === 'v1' && schema?.openAPIV3Schema) ?? [];
    return crd && versions.length > 0 ? { ...crd, spec: { ...crd.spec, versions } } : undefined;
  });
  const missing = wanted.filter((_, index) => found[index] === undefined).map(({ kind }) => kind);
  if (missing.length > 0)
    throw new Error(`it has no CRD with a schema of version v1 of ${missing.join(', ')}`);
  return found as CustomResourceDefinition[];
}

/** Runs `cdk8s import` on a file of CRDs and gives the names of the files it made, one an API group. */
function generate(file: string, folder: string): string[] {
  const cdk8s = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const options = ['--check-upgrade=false', '--no-save', '--language=typescript', `--output=${folder}`];
  const { status, stderr } = spawnSync(process.execPath, [cdk8s, 'import', ...options, file], {
    cwd: folder,
    encoding: 'utf8',
  });
  const made = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const groups = Object.keys(KINDS).map((group) => `${group}.ts`);
  if (status !== 0 || made.join() !== groups.join())
    throw new Error(
      `cdk8s import makes no classes of its CRDs: ${/^.*Error: .*$/m.exec(stderr)?.[0] ?? stderr.trim().split('\n').at(-1)}`,
    );
  return made;
}

/** One definition a line, so that the diff of an update can be read. */
function json(schemas: object, depth = 1): string {
  const lines = Object.entries(schemas).map(([key, value]: [string, unknown]) => {
    const isGroup = depth > 0 && typeof value === 'object' && value !== null && !('type' in value);
    return `${JSON.stringify(key)}: ${isGroup ? json(value, depth - 1) : JSON.stringify(value)}`;
  });
  return `{\n${lines.join(',\n')}\n}${depth === 1 ? '\n' : ''}`;
}

async function importFrom(source: string, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-import-'));
  try {
    const crds = supported(await readCrds(source));
    const file = join(folder, 'crds.yaml');
    writeFileSync(file, crds.map((crd) => stringify(crd, { aliasDuplicateObjects: false })).join('---\n'));
    const generated = generate(file, folder);
    mkdirSync(target, { recursive: true });
    for (const name of generated) copyFileSync(join(folder, name), join(target, name));
    writeFileSync(join(target, 'istio.schema.json'), json(istioSchemas(crds)));
    writeFileSync(join(target, 'kubernetes.schema.json'), json(kubernetesSchemas()));
    console.log(`imports/: ${generated.join(', ')} (${crds.length} kinds) from ${source}`);
  } catch (error) {
    const fault = {
      where: source,
      problem: reasonOf(error),
      fix: "give a file or URL of Istio's crd-all.gen.yaml: npm run import -- FILE|URL",
    };
    throw new FaultError([fault], 'nothing was changed', { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void run(
  command('import', "Generates imports/ from Istio's CRDs.")
    .argument('[source]', 'file or URL of the CRDs', UPSTREAM)
    .argument('[folder]', 'folder to write to', FOLDER)
    .action(importFrom),
);
