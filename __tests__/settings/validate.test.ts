import type { Settings } from '../../settings';
import { SettingsError, type Fault } from '../../settings/fault';
import { validate } from '../../settings/validate';
import { lab, production, TODAY } from '../support';

/** The lab with other values, stated by path; as JavaScript would, without regard to types. */
function labWith(values: Record<string, unknown>): Settings {
  const copy = structuredClone(lab) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy as unknown as Settings;
}

function faultsOf(...environments: Settings[]): readonly Fault[] {
  try {
    validate(environments, TODAY);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

test('the environments that tests build on are valid', () => {
  expect(faultsOf(lab, production)).toEqual([]);
});

test.each([undefined, null, 'lab', [], {}])('an environment that is %j is a list of faults', (value) => {
  const faults = faultsOf(value as unknown as Settings);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults[0]).toMatchObject({
    environment: 'an environment',
    mend: expect.stringContaining('its file in settings/'),
  });
});

describe('a malformed value is a fault with its path, the value, what is allowed and how to mend it', () => {
  test.each<[path: string, value: unknown, allowed: string]>([
    ['environment', 'My Lab', '1 to 63 lower-case letters, digits and hyphens'],
    ['resourceGroup.name', '', '1 to 90 letters'],
    ['resourceGroup.name', 'ends-with.', 'no dot at the end'],
    ['resourceGroup.name', 'a'.repeat(91), '1 to 90 letters'],
    ['resourceGroup.location', 'West US 3', 'lower-case letters and digits, such as westus3'],
    ['cluster.name', '', '1 to 63 letters, digits, underscores and hyphens'],
    ['cluster.name', '-aks', 'a letter or digit at both ends'],
    ['cluster.name', 'a'.repeat(64), '1 to 63 letters'],
    ['cluster.kubernetesVersion', '1.035', 'a minor version, such as 1.35'],
    ['cluster.kubernetesVersion', '1.35.1', 'a minor version, such as 1.35'],
    ['cluster.kubernetesVersion', 1.35, 'a text: a minor version, such as 1.35'],
    ['cluster.tier', 'free', 'one of Free, Standard, Premium'],
    ['cluster.supportPlan', 'LTS', 'one of KubernetesOfficial, AKSLongTermSupport'],
    ['cluster.nodePool.vmSize', 'Standard_B4ms', 'not of the B series'],
    ['cluster.nodePool.nodeCount', 0, 'a whole number from 1 to 256'],
    ['cluster.nodePool.nodeCount', 257, 'a whole number from 1 to 256'],
    ['cluster.nodePool.nodeCount', 1.5, 'a whole number from 1 to 256'],
    ['cluster.sshAccess', true, 'one of Disabled, LocalUser'],
    ['resourceGroup', null, 'a group of settings: { ... }'],
    ['mesh.revisions', 'asm-1-30', 'a list of one revision'],
    ['mesh.namespaces', ['pets'], 'names and their values'],
    ['mesh.patch', 'a b', '1 to 63 letters, digits, dots'],
    ['mesh.installedRevision', 'asm-01-30', 'asm-X-Y, such as asm-1-30'],
    ['mesh.installedRevision', 'asm-1.30', 'asm-X-Y, such as asm-1-30'],
    ['mesh.ingressGateways.0', 'public', 'one of external, internal'],
    ['mesh.mtls', 'strict', 'one of STRICT, PERMISSIVE'],
    ['store.namespace', 'Pets', '1 to 63 lower-case letters'],
    ['store.hosts', [], 'at least one host name, or * for any'],
    ['store.hosts.0', 'http://shop.example.com', 'a DNS name such as store.example.com'],
    ['store.credentials', 'password', "'demo', or the names of existing Secrets"],
    ['testClients', 'yes', 'true or false'],
    ['state.backend', 's3', "{ backend: 'local' } or { backend: 'azurerm'"],
  ])('%s: %j', (path, value, allowed) => {
    expect(faultsOf(labWith({ [path]: value }))).toContainEqual({
      environment: path === 'environment' ? 'an environment' : 'lab',
      path,
      value,
      allowed: expect.stringContaining(allowed),
      mend: expect.stringMatching(/^change it in (settings\/lab\.ts|its file in settings\/)/),
    });
  });

  test.each([
    ['${file("x")}', 'without braces'],
    ['two\nlines', 'on one line'],
  ])(
    'the value %j of a tag, which Terraform would take for an expression or Azure refuse',
    (value, allowed) => {
      expect(faultsOf(labWith({ 'resourceGroup.tags': { owner: value } }))).toEqual([
        expect.objectContaining({
          path: 'resourceGroup.tags.owner',
          value,
          allowed: expect.stringContaining(allowed),
        }),
      ]);
    },
  );

  test.each(['Environment', 'managed-by', 'microsoft-x', 'a<b'])('the tag %s', (tag) => {
    expect(faultsOf(labWith({ 'resourceGroup.tags': { [tag]: 'x' } }))).toEqual([
      expect.objectContaining({
        path: 'resourceGroup.tags',
        value: tag,
        allowed: expect.stringContaining('1 to 512 characters'),
      }),
    ]);
  });

  test('more tags than Azure takes', () => {
    const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag-${index}`, '']));
    expect(faultsOf(labWith({ 'resourceGroup.tags': tags }))).toEqual([
      expect.objectContaining({
        path: 'resourceGroup.tags',
        allowed: expect.stringContaining('at most 48 tags'),
      }),
    ]);
  });

  test.each([
    ['storageAccount', 'Shop-State'],
    ['container', 'a--b'],
    ['resourceGroup', ''],
  ])('the %s of the state: %j', (field, value) => {
    const state = {
      backend: 'azurerm',
      resourceGroup: 'rg',
      storageAccount: 'state',
      container: 'tfstate',
      [field]: value,
    };
    expect(faultsOf(labWith({ state }))).toEqual([
      expect.objectContaining({ path: `state.${field}`, value }),
    ]);
  });

  test('a value that is odd or endless is shown on one line', () => {
    const endless: Record<string, unknown> = {};
    endless.again = endless;
    for (const value of [1n, endless, Number.NaN, 'x'.repeat(500)])
      expect(
        new SettingsError(faultsOf(labWith({ 'cluster.tier': value }))).message.split('\n'),
      ).toHaveLength(5);
  });

  test('a key of a record', () => {
    expect(faultsOf(labWith({ 'mesh.namespaces': { Pets: 'asm-1-30' } }))).toContainEqual({
      environment: 'lab',
      path: 'mesh.namespaces',
      value: 'Pets',
      allowed: expect.stringContaining('1 to 63 lower-case letters'),
      mend: 'change it in settings/lab.ts, or in the variable MESH_REVISION if that is set',
    });
  });

  test('a setting that is missing, and one that does not exist', () => {
    expect(faultsOf(labWith({ 'cluster.tier': undefined, 'cluster.teir': 'Free' }))).toEqual([
      expect.objectContaining({
        path: 'cluster.tier',
        value: undefined,
        allowed: 'one of Free, Standard, Premium',
      }),
      expect.objectContaining({ path: 'cluster.teir', value: 'Free', allowed: 'no such setting' }),
    ]);
  });
});

describe('a contradiction between settings is a fault', () => {
  test.each<[title: string, values: Record<string, unknown>, fault: Partial<Fault>]>([
    [
      'names that make the resource group of the nodes too long',
      { 'cluster.name': 'a'.repeat(60) },
      { path: 'cluster.name', allowed: expect.stringContaining('at most 80 characters; this one has 83') },
    ],
    [
      'long-term support without the tier that has it',
      { 'cluster.supportPlan': 'AKSLongTermSupport' },
      { path: 'cluster.tier', value: 'Free', mend: "raise 'cluster.tier' or drop 'cluster.supportPlan'" },
    ],
    [
      'fewer nodes at most than at least',
      { 'cluster.nodePool.nodeCount': 3, 'cluster.nodePool.maxCount': 2 },
      { path: 'cluster.nodePool.maxCount', value: 2 },
    ],
    [
      'a node that cannot hold the mesh',
      { 'cluster.nodePool.vmSize': 'Standard_D2s_v5' },
      {
        path: 'cluster.nodePool',
        value: '1 x Standard_D2s_v5',
        allowed: expect.stringContaining('2200m CPU or more'),
      },
    ],
    [
      'a namespace left behind',
      { 'mesh.namespaces': { pets: 'asm-1-29' } },
      {
        path: 'mesh.namespaces',
        value: { pets: 'asm-1-29' },
        mend: expect.stringContaining("move 'pets' to the new revision"),
      },
    ],
    [
      'a field that the add-on blocks',
      { 'mesh.config': { accessLogFile: '/dev/stdout', defaultConfig: { binaryPath: '/x' } } },
      {
        path: 'mesh.config.defaultConfig.binaryPath',
        value: '/x',
        mend: expect.stringContaining('take it out'),
      },
    ],
    [
      "a namespace of the add-on's own",
      { 'mesh.namespaces': { pets: 'asm-1-30', 'aks-istio-system': 'asm-1-30' } },
      { value: 'aks-istio-system' },
    ],
    [
      'the same gateway twice',
      { 'mesh.ingressGateways': ['external', 'external'] },
      { path: 'mesh.ingressGateways' },
    ],
    [
      'a store outside the mesh',
      { 'store.namespace': 'shop' },
      { path: 'store.namespace', value: 'shop', allowed: 'a namespace of the mesh: pets' },
    ],
    [
      'hosts of which one covers another',
      { 'store.hosts': ['*.example.com', 'a.example.com'] },
      { path: 'store.hosts', mend: 'take a.example.com out, or what covers it' },
    ],
    ['the same host twice', { 'store.hosts': ['a.example.com', 'a.example.com'] }, { path: 'store.hosts' }],
    [
      'any host beside one',
      { 'store.hosts': ['*', 'a.example.com'] },
      { path: 'store.hosts', mend: 'take a.example.com out, or what covers it' },
    ],
    [
      'a namespace of Kubernetes',
      { 'mesh.namespaces': { pets: 'asm-1-30', 'kube-system': 'asm-1-30' } },
      { value: 'kube-system' },
    ],
    ['no gateway for the store', { 'mesh.ingressGateways': [] }, { path: 'mesh.ingressGateways', value: [] }],
    [
      'a gateway that does not run',
      { 'store.gateway': 'internal' },
      { path: 'store.gateway', mend: "add 'internal' to 'mesh.ingressGateways', or change 'store.gateway'" },
    ],
    [
      'the client outside in a namespace of the mesh',
      { 'mesh.namespaces': { pets: 'asm-1-30', default: 'asm-1-30' } },
      { value: 'default' },
    ],
    [
      'public credentials outside the lab',
      { environment: 'staging' },
      { environment: 'staging', path: 'store.credentials', value: 'demo' },
    ],
  ])('%s', (_, values, fault) => {
    expect(faultsOf(labWith(values))).toContainEqual(expect.objectContaining(fault));
  });

  test('two environments of one name, or with one resource group, whatever its case', () => {
    const other = { ...production, resourceGroup: { ...production.resourceGroup, name: 'RG-aks-LABS' } };
    expect(faultsOf(lab, other)).toEqual([
      expect.objectContaining({ environment: 'production', path: 'resourceGroup.name' }),
    ]);
    expect(faultsOf(lab, lab)).toEqual([
      expect.objectContaining({ path: 'environment', value: 'lab' }),
      expect.objectContaining({ path: 'resourceGroup.name', value: 'rg-aks-labs' }),
    ]);
  });
});

test('the message lists every fault', () => {
  const wrong = labWith({ 'cluster.name': '', 'store.hosts': [] });
  expect(new SettingsError(faultsOf(wrong)).message).toMatchInlineSnapshot(`
    "2 settings are wrong; nothing was written.

      lab: cluster.name is ''
        allowed: 1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends
        mend:    change it in settings/lab.ts, or in the variable AKS_CLUSTER_NAME if that is set

      lab: store.hosts is []
        allowed: at least one host name, or * for any
        mend:    change it in settings/lab.ts"
  `);
});
