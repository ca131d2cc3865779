import type { z } from 'zod';
import { formatFaults } from '../../../model/fault';
import { findExample } from '../../../model/read/examples';
import { getDef, listChildren, listOptions } from '../../../model/read/fields';
import { environmentSchema } from '../../../model/schema/environment';
import { hints } from '../../../model/schema/primitives';
import { faultsWith } from '../faults';

const APP = 'namespaces.reading.applications.library';
const WEB = `${APP}.workloads.catalog`;

test.each<[path: string, value: unknown, is: string, problem: string, fix: string]>([
  ['cluster.tier', 'free', "is 'free'", 'must be one of Free, Standard, Premium', "set 'Free'"],
  [
    'cluster.tier',
    'Gold',
    "is 'Gold'",
    'must be one of Free, Standard, Premium',
    "set 'Free', 'Standard', or 'Premium'",
  ],
  [
    'cluster.tier',
    undefined,
    'is missing',
    'must be one of Free, Standard, Premium',
    "set 'Free', 'Standard', or 'Premium'",
  ],
  ['cluster.teir', 'Free', "is 'Free'", 'unknown field', "rename it to 'tier'"],
  [
    'cluster.kubernetesVersion',
    1.35,
    'is 1.35',
    'must be a string: a minor version, without a patch',
    "set '1.35'",
  ],
  [
    'cluster.kubernetesVersion',
    '1.35.1',
    "is '1.35.1'",
    'must be a minor version, without a patch',
    "set a string such as '1.35'",
  ],
  ['cluster.nodePool.nodeCount', '3', "is '3'", 'must be a whole number from 1 to 256', 'set 3'],
  ['cluster.nodePool.nodeCount', 0, 'is 0', 'must be a whole number from 1 to 256', 'set 1 or more'],
  ['cluster.nodePool.nodeCount', 500, 'is 500', 'must be a whole number from 1 to 256', 'set 256 or less'],
  [
    'cluster.nodePool.vmSize',
    'D8s_v5',
    "is 'D8s_v5'",
    'must be an Azure VM size, not of the B series, which AKS does not support in system pools',
    "set a string such as 'Standard_D8s_v5'",
  ],
  [
    'resourceGroup',
    null,
    'is null',
    'must be an object: { ... }',
    "set an object such as { name: 'rg-shop', location: 'westus3' }",
  ],
  [
    'resourceGroup.location',
    'West US 3',
    "is 'West US 3'",
    'must be an Azure region by its short name: at most 40 lower-case letters and digits',
    "set 'westus3'",
  ],
  [
    'resourceGroup.region',
    'westus3',
    "is 'westus3'",
    'unknown field',
    'remove it; the fields here are name, location, tags',
  ],
  [
    'state.backend',
    's3',
    "is 's3'",
    "must be { backend: 'local' } or { backend: 'azurerm', resourceGroup, storageAccount, container }",
    "set 'local' or 'azurerm'",
  ],
  [
    'state.container',
    'tfstate',
    "is 'tfstate'",
    'unknown field',
    "remove it, or set all of { backend: 'azurerm', resourceGroup: 'rg-shop', storageAccount: 'shopstate', container: 'tfstate' }",
  ],
  [
    'mesh.revisions',
    'asm-1-30',
    "is 'asm-1-30'",
    'must be a list of one revision, or of two while an upgrade runs',
    "set [ 'asm-1-30' ]",
  ],
  [
    'mesh.installedRevision',
    'asm-1.30',
    "is 'asm-1.30'",
    'must be a revision of the add-on',
    "set 'asm-1-30'",
  ],
  [
    'mesh.installedRevision',
    '1.30',
    "is '1.30'",
    'must be a revision of the add-on',
    "set a string such as 'asm-1-30'",
  ],
  [
    'mesh.ingressGateways',
    'external',
    "is 'external'",
    'must be a list of external, internal, both or neither',
    "set [ 'external' ]",
  ],
  [
    'mesh.ingressGateways.0',
    'public',
    "is 'public'",
    'must be one of external, internal',
    "set 'external' or 'internal'",
  ],
  [
    'mesh.config',
    [],
    'is []',
    'must be fields of MeshConfig: { ... }',
    "set an object such as { accessLogFile: '/dev/stdout' }, or remove it",
  ],
  ['mesh.tier', 'Free', "is 'Free'", 'unknown field', "move it to 'cluster.tier'"],
  ['mesh.egress', 'declared', "is 'declared'", 'unknown field', "move it to 'namespaces.<name>.egress'"],
  ['namespaces.reading.mtls', 'strict', "is 'strict'", 'must be one of STRICT, PERMISSIVE', "set 'STRICT'"],
  [
    'namespaces.reading.image',
    'shop:1',
    "is 'shop:1'",
    'unknown field',
    "move it to 'applications.<name>.workloads.<name>.image'",
  ],
  ['plainTextSecrets', 'yes', "is 'yes'", 'must be true or false', 'set true'],
  [
    'azure',
    {},
    'is {}',
    'must be a function',
    'set a function: ({ stack, resourceGroup, cluster }) => { ... }',
  ],
  [
    `${APP}.customize`,
    'patch.yaml',
    "is 'patch.yaml'",
    'must be a function',
    'set a function: ({ chart, workloads, namespace }) => { ... }',
  ],
  [
    `${APP}.source`,
    'shop.yaml',
    "is 'shop.yaml'",
    'must be { yaml: PATH } or { helm: CHART, ... }',
    "set an object such as { yaml: 'manifests/shop.yaml' }",
  ],
  [
    `${WEB}.app`,
    'My App',
    "is 'My App'",
    'must be a DNS label: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends',
    "set 'my-app'",
  ],
  [
    `${WEB}.env`,
    [{ name: 'LOG_LEVEL', value: 'debug' }],
    "is [ { name: 'LOG_LEVEL', value: 'debug' } ]",
    'must be a map: { NAME: VALUE, ... }',
    "set { LOG_LEVEL: 'debug' }",
  ],
  [
    `${WEB}.ports`,
    [80],
    'is [ 80 ]',
    'must be a map: { NAME: VALUE, ... }',
    'set an object such as { http: 8080 }',
  ],
  [
    `${WEB}.ports.http`,
    '80',
    "is '80'",
    'must be a port number from 1 to 65535, or { port, targetPort }',
    'set 80',
  ],
  [
    `${WEB}.ports`,
    { web: 80 },
    "is 'web'",
    'must start with the protocol: PROTOCOL or PROTOCOL-NAME, such as http, grpc-api or tcp-amqp (mesh/protocols.ts lists the protocols)',
    "rename it, for example to 'http'",
  ],
  [
    `${WEB}.replicas`,
    '3',
    "is '3'",
    'must be a whole number from 0 to 10000, or { min, max, cpu, memory, metrics, behavior }',
    'set 3',
  ],
  [`${WEB}.pod.securityContext`, {}, 'is {}', 'unknown field', "move it to 'pod.spec.securityContext'"],
  [`${WEB}.resources`, {}, 'is {}', 'unknown field', "move it to 'container.resources'"],
  [`${WEB}.type`, 'LoadBalancer', "is 'LoadBalancer'", 'unknown field', "move it to 'service.spec.type'"],
  [
    `${WEB}.labels`,
    { team: 'shop' },
    "is { team: 'shop' }",
    'unknown field',
    "move it to 'pod.metadata.labels', 'deployment.metadata.labels', 'statefulSet.metadata.labels', 'job.metadata.labels', 'cronJob.metadata.labels', 'service.metadata.labels', or 'serviceAccount.metadata.labels'",
  ],
  [`${WEB}.container.command`, 'sleep', "is 'sleep'", 'must be a list: [ ... ]', "set [ 'sleep' ]"],
  [
    `${WEB}.container.imagePulPolicy`,
    'Always',
    "is 'Always'",
    'unknown field',
    "rename it to 'imagePullPolicy'",
  ],
  [`${WEB}.pod.metadata.labels.tier`, 1, 'is 1', 'must be a string', "set '1'"],
  [
    `${WEB}.pod.spec.tolerations`,
    { key: 'spot' },
    "is { key: 'spot' }",
    'must be a list: [ ... ]',
    "set [ { key: 'spot' } ]",
  ],
  [
    `${WEB}.calls`,
    ['loans'],
    "is [ 'loans' ]",
    'must be a map: { NAME: VALUE, ... }',
    "set an object such as { orders: 'http' }",
  ],
  [
    `${WEB}.calls.loans`,
    9000,
    'is 9000',
    'must be the name of a port, { port, methods, paths }, or a list of them',
    "set a string such as 'http'",
  ],
  [
    `${WEB}.traffic.timeout`,
    10,
    'is 10',
    'must be a duration of 1ms or more, in whole milliseconds, such as 500ms or 1m30s',
    "set '10s'",
  ],
  [
    `${WEB}.traffic.weights`,
    {},
    'is {}',
    'must have at least one version',
    'set an object such as { v1: 90, v2: 10 }, or remove it',
  ],
  [
    `${WEB}.expose.http.hosts`,
    'shop.example.com',
    "is 'shop.example.com'",
    'must be a list of host names',
    "set [ 'shop.example.com' ]",
  ],
  [
    `${WEB}.expose.http.hosts.0`,
    'http://shop.example.com/',
    "is 'http://shop.example.com/'",
    'must be a host name, *.DOMAIN for any host of a domain, or * for any host',
    "set 'shop.example.com'",
  ],
  [
    `${WEB}.expose.http.tls`,
    true,
    'is true',
    'must be an object: { ... }',
    "set an object such as { credentialName: 'shop-tls' }",
  ],
  [`${WEB}.expose.http.timeout`, '1s', "is '1s'", 'unknown field', "move it to 'routes[].timeout'"],
  [
    `${WEB}.callsOutside`,
    { 'https://api.example.com/v1': { port: 443, protocol: 'HTTPS' } },
    "is 'https://api.example.com/v1'",
    'must be a host name, or *.DOMAIN for any host of a domain',
    "rename it to 'api.example.com'",
  ],
])('of %s: %j is said: %s; %s; %s', (path, value, is, problem, fix) => {
  const message = formatFaults(faultsWith({ [path]: value }));
  const [where, ...rest] = message.split(/ \(\S+\) /);
  // A wrong name is told at the map that holds it.
  expect(where).toBe(`  plain: ${path}`);
  expect(rest).toEqual([`${is}\n    problem: ${problem}\n    fix:     ${fix}`]);
});

test.each<[path: string, value: unknown, place: string]>([
  [`${WEB}.command`, ['web'], 'container.command'],
  [`${WEB}.livenessProbe`, {}, 'container.livenessProbe'],
  [`${WEB}.pod.spec.readinessProbe`, {}, 'container.readinessProbe'],
  [`${WEB}.nodeSelector`, {}, 'pod.spec.nodeSelector'],
  [`${WEB}.service.type`, 'LoadBalancer', 'service.spec.type'],
  [`${WEB}.weights`, { v1: 10 }, 'traffic.weights'],
  [`${WEB}.container.nodeSelector`, {}, 'pod.spec.nodeSelector'],
  [`${WEB}.container.replicas`, 2, 'replicas'],
  [`${WEB}.revision`, 'asm-1-30', 'namespaces.reading.revision'],
  [`${APP}.env`, {}, 'workloads.<name>.env'],
  ['cluster.location', 'westus3', 'resourceGroup.location'],
  ['cluster.nodeCount', 3, 'cluster.nodePool.nodeCount'],
  // A container's ports are nearer, but are a list.
  [`${WEB}.versions.v1.ports`, { http: 80 }, `${WEB}.ports`],
  [`${WEB}.versions.v1.ports`, [{ containerPort: 80 }], 'container.ports'],
])('%s: %j belongs at %s', (path, value, place) => {
  expect(faultsWith({ [path]: value })).toEqual([
    {
      where: expect.stringContaining(` ${path} (`),
      value,
      problem: 'unknown field',
      fix: `move it to '${place}'`,
    },
  ]);
});

test('every setting has an example that its schema accepts, or says in words what to set', () => {
  const withoutExample: string[] = [];
  const seen = new Set<z.ZodType>();
  const visit = (schema: z.ZodType, path: string): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    for (const option of listOptions(schema)) {
      const example = findExample(option);
      const isAccepted = example !== undefined && option.safeParse(example).success;
      if (!isAccepted && hints.get(option)?.fix === undefined) withoutExample.push(path);
    }
    if (getDef(schema).params?.zodSchema) return;
    for (const [key, child] of listChildren(schema)) visit(child, `${path}.${key}`);
  };
  visit(environmentSchema, 'environment');
  expect(seen.size).toBeGreaterThan(200);
  expect(withoutExample.filter((path) => !/\.(fieldsV1|values\.<name>)$/.test(path))).toEqual([]);
});
