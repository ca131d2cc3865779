import { createServer } from 'node:http';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT, runScript, scratch } from '../support';

const folder = scratch();

/** A CRD as Istio and the Gateway API publish them, cut to one field; `versions` as some kinds have them. */
function crd(group: string, kind: string, versions = ['v1', 'v1beta1'], scope = 'Namespaced') {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.${group}` },
    spec: {
      group,
      names: { kind, plural: `${kind.toLowerCase()}s` },
      scope,
      versions: versions.map((name) => ({
        name,
        served: true,
        storage: name === 'v1',
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                description: 'Words that belong to the reference.',
                properties: { description: { type: 'string', description: 'A field of that name.' } },
              },
            },
          },
        },
      })),
    },
  };
}

const supported = [
  ...['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'].map((kind) =>
    crd('networking.istio.io', kind),
  ),
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].map((kind) =>
    crd('security.istio.io', kind),
  ),
  crd('telemetry.istio.io', 'Telemetry'),
];
const gatewayApi = ['GRPCRoute', 'Gateway', 'HTTPRoute'].map((kind) =>
  crd('gateway.networking.k8s.io', kind),
);
const blocked = [
  crd('networking.istio.io', 'WorkloadEntry'),
  crd('networking.istio.io', 'EnvoyFilter', ['v1alpha3']),
  crd('extensions.istio.io', 'WasmPlugin', ['v1alpha1']),
];
const leftOut = [
  crd('gateway.networking.k8s.io', 'GatewayClass', ['v1'], 'Cluster'),
  crd('gateway.networking.k8s.io', 'ReferenceGrant', ['v1beta1']),
];

const yaml = (crds: readonly object[]) => crds.map((each) => stringify(each)).join('---\n');
const file = join(folder, 'crds.yaml');
writeFileSync(file, yaml([...blocked, ...supported]));
const gatewayApiFile = join(folder, 'gateway-api.yaml');
writeFileSync(gatewayApiFile, yaml([...leftOut, ...gatewayApi]));

const importTo = (name: string, source: string, gatewayApiSource = gatewayApiFile) =>
  runScript(['commands/import.ts', '--gateway-api', gatewayApiSource, source, join(folder, name)]);
const contentsOf = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));

test('makes one class for each supported kind, in version v1, with the descriptions of its fields', () => {
  expect(importTo('file', file)).toMatchObject({ status: 0, stdout: expect.stringContaining('(12 kinds)') });
  const files = contentsOf(join(folder, 'file'));
  expect(Object.keys(files)).toEqual([
    'gateway-api.schema.json',
    'gateway.networking.k8s.io.ts',
    'istio.schema.json',
    'kinds.json',
    'kubernetes.schema.json',
    'networking.istio.io.ts',
    'security.istio.io.ts',
    'telemetry.istio.io.ts',
  ]);
  const code = Object.entries(files)
    .flatMap(([name, contents]) => (name.endsWith('.ts') ? contents : []))
    .join();
  expect(code.match(/export class \w+ extends ApiObject/g)).toHaveLength(
    supported.length + gatewayApi.length,
  );
  expect(code).toContain('readonly description?: string;');
  expect(code).toContain('Words that belong to the reference.');
  expect(code).not.toMatch(/WorkloadEntry|EnvoyFilter|WasmPlugin|GatewayClass|ReferenceGrant|V1Beta1/);
});

test('makes the schemas that rendered objects are checked against', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'file', name), 'utf8')) as object;
  const istio = read('istio.schema.json');
  const inFull = ({ spec }: ReturnType<typeof crd>) => `${spec.group}/v1/${spec.names.kind}`;
  expect(Object.keys(istio)).toEqual(supported.map(inFull));
  expect(Object.keys(read('gateway-api.schema.json'))).toEqual(gatewayApi.map(inFull));
  const oneField = {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: {
        type: 'object',
        properties: { description: { type: 'string' } },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
  expect(istio).toHaveProperty(['networking.istio.io/v1/Gateway'], oneField);
  expect(read('gateway-api.schema.json')).toHaveProperty(['gateway.networking.k8s.io/v1/Gateway'], oneField);
  const { kubernetesGroups, clusterScoped } = read('kinds.json') as Record<string, string[]>;
  expect(kubernetesGroups).toEqual(expect.arrayContaining(['', 'apps', 'rbac.authorization.k8s.io']));
  expect(kubernetesGroups).not.toContain('networking.istio.io');
  expect(clusterScoped).toEqual(
    expect.arrayContaining(['Namespace', 'GatewayClass.gateway.networking.k8s.io']),
  );
  expect(clusterScoped).not.toContain('Gateway.gateway.networking.k8s.io');
  expect(read('kubernetes.schema.json')).toMatchObject({
    kinds: { 'apps/v1/Deployment': 'V1Deployment', 'batch/v1/CronJob': 'V1CronJob' },
    $defs: {
      V1ContainerPort: {
        required: ['containerPort'],
        properties: { containerPort: { type: 'integer' }, name: { type: 'string' } },
        additionalProperties: false,
      },
    },
  });
});

/** Imports from a server on this machine, which answers with that status and Istio's CRDs. */
async function importFromUrl(name: string, answer: number) {
  const server = createServer((_, response) => response.writeHead(answer).end(yaml(supported.toReversed())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/crd-all.gen.yaml`;
  const args = ['--gateway-api', gatewayApiFile, url, join(folder, name)];
  const script = ['commands/start.js', 'commands/import.ts', ...args];
  const child = spawn(process.execPath, script, { cwd: ROOT });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  server.close();
  return { status, stderr };
}

test('an error page of a server is no CRDs, even if it looks like them', async () => {
  const { status, stderr } = await importFromUrl('error-page', 404);
  expect(status).toBe(1);
  expect(stderr).toContain('cannot be read: the server answered 404 ');
  expect(existsSync(join(folder, 'error-page'))).toBe(false);
});

test('gives the same from a URL, and from another order of the CRDs', async () => {
  expect(await importFromUrl('url', 200)).toMatchObject({ status: 0 });
  expect(contentsOf(join(folder, 'url'))).toEqual(contentsOf(join(folder, 'file')));
});

test('the imports of this project have the kinds that the add-on supports and the way in of the Gateway API, and no others', () => {
  const code = Object.values(contentsOf(join(ROOT, 'imports'))).join();
  // cdk8s writes HTTPRoute as HttpRoute.
  const classes = [...code.matchAll(/export class (\w+) extends ApiObject/g)].map(([, name]) =>
    name!.toLowerCase(),
  );
  expect(classes.toSorted()).toEqual(
    [...supported, ...gatewayApi].map(({ spec }) => spec.names.kind.toLowerCase()).toSorted(),
  );
});

describe('leaves what was there, with a readable error,', () => {
  const before = () => contentsOf(join(folder, 'file'));

  const other = (name: string, change: (crds: string) => string) => {
    writeFileSync(join(folder, name), change(readFileSync(file, 'utf8')));
    return join(folder, name);
  };

  test.each([
    ['a file that does not exist', join(folder, 'nowhere.yaml'), 'cannot be read: ENOENT'],
    ['a URL that nothing answers', 'http://127.0.0.1:9/crds.yaml', 'cannot be read: fetch failed'],
    [
      'a file without CRDs',
      join(ROOT, 'cdk8s.yaml'),
      'it has no CRD with a schema of version v1 of DestinationRule, Gateway',
    ],
    [
      'CRDs of another API group',
      other('group.yaml', (crds) => crds.replaceAll('group: networking.istio.io', 'group: ../../evil')),
      'it has no CRD with a schema of version v1 of DestinationRule, Gateway',
    ],
    [
      'CRDs without a schema',
      other('schema.yaml', (crds) => crds.replaceAll('openAPIV3Schema', 'noSchema')),
      'it has no CRD with a schema of version v1 of',
    ],
    [
      'CRDs without versions',
      other('versions.yaml', (crds) => crds.replaceAll('versions:', 'versionz:')),
      'it has no CRD with a schema of version v1 of',
    ],
    [
      'CRDs that cdk8s rejects',
      other('version.yaml', (crds) => crds.replaceAll('apiextensions.k8s.io/v1', 'v0')),
      'cdk8s import makes no classes of its CRDs: ',
    ],
    ['a file that is not YAML', join(ROOT, 'LICENSE'), 'it is not YAML'],
  ])('on %s', (_, source, message) => {
    const files = before();
    const { status, stderr } = importTo('file', source);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain('nothing was changed.');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(before()).toEqual(files);
  });

  test("on a source that has none of the Gateway API's CRDs", () => {
    const files = before();
    const { status, stderr } = importTo('file', file, file);
    expect(status).toBe(1);
    expect(stderr).toContain('it has no CRD with a schema of version v1 of GRPCRoute, Gateway, HTTPRoute');
    expect(stderr).toContain('standard-install.yaml: npm run import -- --gateway-api FILE|URL');
    expect(before()).toEqual(files);
  });
});
