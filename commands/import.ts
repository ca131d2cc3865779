/**
 * Generates `imports/` from the CRDs of Istio and of the Gateway API: `npm run import [-- FILE|URL --gateway-api FILE|URL]`.
 *
 * The result depends on the CRDs alone, never on where they came from.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { FaultError, messageFrom } from '../model/fault';
import { GATEWAY_API_UPSTREAM, ISTIO_UPSTREAM, readCrds, type CustomResourceDefinition } from './crds';
import { ENGINE } from './folders';
import { kindScopes } from './kinds';
import { command, run } from './run';
import { crdSchemas, kubernetesSchemas } from './schemas';

/** Where the classes go. */
const FOLDER = join(ENGINE, 'imports');

/** Kinds by API group, all in version v1. */
type Kinds = Readonly<Record<string, readonly string[]>>;

/**
 * The kinds of Istio that the add-on supports. Left out: ProxyConfig, WorkloadEntry, WorkloadGroup and WasmPlugin, which
 * AKS blocks; TrafficExtension, which it does not mention; EnvoyFilter, whose effects it does not support. Source: AKS
 * documentation, istio-about.md, 2026-06-11.
 */
const ISTIO: Kinds = {
  'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
};

/** The kinds of the Gateway API for ingress. Left out: what belongs to AKS, and what no chart renders. */
const GATEWAY_API: Kinds = { 'gateway.networking.k8s.io': ['GRPCRoute', 'Gateway', 'HTTPRoute'] };

/** All CRDs of a source, and those of some kinds in their v1 versions. @throws FaultError if they cannot be read */
async function crdsFrom(source: string, kinds: Kinds, fix: string) {
  try {
    const all = await readCrds(source);
    return { all, supported: supported(all, kinds) };
  } catch (error) {
    throw failure(source, error, fix);
  }
}

function failure(where: string, cause: unknown, fix: string): FaultError {
  return new FaultError([{ where, problem: messageFrom(cause), fix }], 'nothing was changed', { cause });
}

function supported(crds: readonly CustomResourceDefinition[], kinds: Kinds): CustomResourceDefinition[] {
  const wanted = Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => ({ group, kind })));
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
  const made = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .toSorted();
  const groups = Object.keys({ ...ISTIO, ...GATEWAY_API }).map((group) => `${group}.ts`);
  if (status !== 0 || made.join() !== groups.toSorted().join())
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

async function importFrom(source: string, target: string, options: { gatewayApi: string }): Promise<void> {
  const fixes = {
    istio: "give a file or URL of Istio's crd-all.gen.yaml: npm run import -- FILE|URL",
    gatewayApi:
      "give a file or URL of the Gateway API's standard-install.yaml: npm run import -- --gateway-api FILE|URL",
  };
  const istio = await crdsFrom(source, ISTIO, fixes.istio);
  const gatewayApi = await crdsFrom(options.gatewayApi, GATEWAY_API, fixes.gatewayApi);
  const folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-import-'));
  try {
    const crds = [...istio.supported, ...gatewayApi.supported];
    const file = join(folder, 'crds.yaml');
    writeFileSync(file, crds.map((crd) => stringify(crd, { aliasDuplicateObjects: false })).join('---\n'));
    const generated = generate(file, folder);
    mkdirSync(target, { recursive: true });
    for (const name of generated) copyFileSync(join(folder, name), join(target, name));
    writeFileSync(join(target, 'istio.schema.json'), json(crdSchemas(istio.supported)));
    writeFileSync(join(target, 'gateway-api.schema.json'), json(crdSchemas(gatewayApi.supported)));
    writeFileSync(join(target, 'kubernetes.schema.json'), json(kubernetesSchemas()));
    const scopes = kindScopes([...istio.all, ...gatewayApi.all]);
    writeFileSync(join(target, 'kinds.json'), `${JSON.stringify(scopes, null, 2)}\n`);
    const sources = `${source} and ${options.gatewayApi}`;
    console.log(`imports/: ${generated.join(', ')} (${crds.length} kinds) from ${sources}`);
  } catch (error) {
    throw failure(`${source}, ${options.gatewayApi}`, error, `${fixes.istio}; ${fixes.gatewayApi}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void run(
  command('import', 'Generates imports/ from the CRDs of Istio and of the Gateway API.')
    .argument('[source]', "file or URL of Istio's CRDs", ISTIO_UPSTREAM)
    .argument('[folder]', 'folder to write to', FOLDER)
    .option('--gateway-api <source>', "file or URL of the Gateway API's CRDs", GATEWAY_API_UPSTREAM)
    .action(importFrom),
);
