import { faultsWith, FIX } from '../faults';

const file = (path: string) => `plain: ${path} (environments/plain.ts)`;
const NAME = '1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends';

test.each<[path: string, value: unknown, problem: string]>([
  ['resourceGroup', null, 'must be an object: { ... }'],
  [
    'resourceGroup.name',
    '',
    'must be 1 to 90 letters, digits, underscores, parentheses, hyphens and dots, without a dot at the end',
  ],
  ['resourceGroup.name', 'ends-with.', 'without a dot at the end'],
  ['resourceGroup.name', 'a'.repeat(91), '1 to 90 letters'],
  ['resourceGroup.location', 'West US 3', 'at most 40 lower-case letters and digits'],
  ['resourceGroup.tags', ['a'], 'must be a map: { NAME: VALUE, ... }'],
  ['resourceGroup.tags.owner', 1, 'must be a string: at most 256 characters on one line, without braces'],
  // Terraform would take it for an expression.
  ['resourceGroup.tags.owner', '${file("x")}', 'without braces'],
  ['resourceGroup.tags.owner', 'two\nlines', 'on one line'],
  ['cluster.name', '', '1 to 63 letters, digits, underscores and hyphens'],
  ['cluster.name', '-aks', 'with a letter or digit at both ends'],
  ['cluster.name', 'a'.repeat(64), '1 to 63 letters'],
  ['cluster.kubernetesVersion', '1.035', 'must be a minor version'],
  ['cluster.kubernetesVersion', '1.35.1', 'must be a minor version'],
  ['cluster.kubernetesVersion', 1.35, 'must be a string: a minor version'],
  ['cluster.tier', 'free', 'must be one of Free, Standard, Premium'],
  ['cluster.tier', undefined, 'must be one of Free, Standard, Premium'],
  ['cluster.supportPlan', 'LTS', 'must be one of KubernetesOfficial, AKSLongTermSupport'],
  ['cluster.nodePool.vmSize', 'Standard_B4ms', 'not of the B series'],
  ['cluster.nodePool.nodeCount', 0, 'must be a whole number from 1 to 256'],
  ['cluster.nodePool.nodeCount', 257, 'must be a whole number from 1 to 256'],
  ['cluster.nodePool.nodeCount', 1.5, 'must be a whole number from 1 to 256'],
  ['cluster.nodePool.maxCount', '3', 'must be a whole number from 1 to 256'],
  ['cluster.sshAccess', true, 'must be one of Disabled, LocalUser'],
  ['mesh.installedRevision', 'asm-01-30', 'must be a revision of the add-on'],
  ['mesh.installedRevision', 'asm-1.30', 'must be a revision of the add-on'],
  ['mesh.revisions', 'asm-1-30', 'must be a list of one revision, or of two while an upgrade runs'],
  ['mesh.revisions.0', '1.30', 'must be a revision of the add-on'],
  ['mesh.ingressGateways', 'external', 'must be a list of external, internal, both or neither'],
  ['mesh.ingressGateways.0', 'public', 'must be one of external, internal'],
  ['mesh.checkAtPlan', 'no', 'must be true or false'],
  ['mesh.patch', 'a b', 'must be 1 to 63 letters, digits, dots, hyphens and underscores'],
  ['mesh.config', [], 'must be fields of MeshConfig: { ... }'],
  ['namespaces', ['reading'], 'must be a map: { NAME: VALUE, ... }'],
  ['namespaces.reading.revision', 'latest', 'must be a revision of the add-on'],
  ['namespaces.reading.mtls', 'strict', 'must be one of STRICT, PERMISSIVE'],
  ['plainTextSecrets', 'yes', 'must be true or false'],
  ['azure', {}, 'must be a function'],
  ['kubernetes', 'platform', 'must be a function'],
  ['namespaces.reading.labels', ['team'], 'must be a map'],
  ['namespaces.reading.labels.team', 4711, 'must be a string: at most 63 letters'],
  ['namespaces.reading.labels.team', 'a b', 'must be at most 63 letters'],
  ['namespaces.reading.labels.team', 'a'.repeat(64), 'must be at most 63 letters'],
  ['namespaces.reading.annotations.note', true, 'must be a string'],
])('%s: %j is rejected', (path, value, problem) => {
  expect(faultsWith({ [path]: value })).toEqual([
    { where: file(path), value, problem: expect.stringContaining(problem), fix: FIX },
  ]);
});

test.each(['Environment', 'managed-by', 'microsoft-x', 'a<b', 'a{b'])('the tag %s is rejected', (tag) => {
  expect(faultsWith({ 'resourceGroup.tags': { [tag]: 'x' } })).toEqual([
    {
      where: file('resourceGroup.tags'),
      value: tag,
      problem: expect.stringContaining('1 to 512 characters'),
      fix: FIX,
    },
  ]);
});

test('as many tags as Azure takes beside those of the stack are taken, and no more', () => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, '']));
  expect(faultsWith({ 'resourceGroup.tags': tags(48) })).toEqual([]);
  expect(faultsWith({ 'resourceGroup.tags': tags(49) })).toEqual([
    expect.objectContaining({ problem: expect.stringContaining('at most 48 tags') }),
  ]);
});

describe('the state of Terraform', () => {
  const azurerm = {
    backend: 'azurerm',
    resourceGroup: 'rg',
    storageAccount: 'statestore',
    container: 'tfstate',
  };

  test.each(['abc', 'a'.repeat(24)])('takes the storage account %s', (storageAccount) => {
    expect(faultsWith({ state: { ...azurerm, storageAccount } })).toEqual([]);
  });

  test.each([
    ['storageAccount', 'Shop-State'],
    ['storageAccount', 'st'],
    ['storageAccount', 'a'.repeat(25)],
    ['container', 'a--b'],
    ['container', 'ab'],
    ['resourceGroup', ''],
    ['container', undefined],
  ])('has no %s %j', (field, value) => {
    expect(faultsWith({ state: { ...azurerm, [field]: value } })).toEqual([
      expect.objectContaining({ where: file(`state.${field}`), value }),
    ]);
  });

  const choices =
    "must be { backend: 'local' } or { backend: 'azurerm', resourceGroup, storageAccount, container }";
  test.each([
    ['state', 7, choices],
    ['state.backend', 's3', choices],
    ['state.container', 'tfstate', 'unknown field'],
  ])('is one of two: %s %j is rejected', (path, value, problem) => {
    expect(faultsWith({ [path]: value })).toEqual([{ where: file(path), value, problem, fix: FIX }]);
  });
});

test.each([
  ['namespaces', 'Reading', `must be a DNS label: ${NAME}`],
  ['namespaces', 'a'.repeat(64), `must be a DNS label: ${NAME}`],
  ['namespaces.reading.applications', 'my_shop', `must be a DNS label: ${NAME}`],
])('%s has no name %s', (path, name, problem) => {
  const value = path === 'namespaces' ? {} : { workloads: {} };
  expect(faultsWith({ [`${path}.${name}`]: value })).toEqual([
    { where: file(path), value: name, problem, fix: FIX },
  ]);
});

test.each([
  [
    'region',
    'remove it; the fields here are resourceGroup, state, cluster, mesh, namespaces, plainTextSecrets, kubernetes, azure',
  ],
  ['resourceGroup.locaton', "rename it to 'location'"],
  ['cluster.nodePool.maxNodes', 'remove it; the fields here are vmSize, nodeCount, maxCount'],
  ['cluster.teir', "rename it to 'tier'"],
  ['mesh.revision', "rename it to 'revisions'"],
  ['namespaces.reading.revisions', "rename it to 'revision'"],
  ['namespaces.reading.application', "rename it to 'applications'"],
])('there is no field %s', (path, fix) => {
  expect(faultsWith({ [path]: 6 })).toEqual([{ where: file(path), value: 6, problem: 'unknown field', fix }]);
});
