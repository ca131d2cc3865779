import type { Settings } from '../../settings';
import { SettingsError } from '../../settings/fault';
import { lab, production } from '../support';
import { faultsOf, labWith } from './wrong';

test('the environments that tests build on are valid', () => {
  expect(faultsOf(lab, production)).toEqual([]);
});

test.each([undefined, null, 'lab', [], {}])('an environment that is %j is a list of faults', (value) => {
  const faults = faultsOf(value as unknown as Settings);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults[0]).toMatchObject({
    environment: 'an environment',
    fix: expect.stringContaining('its file in settings/'),
  });
});

describe('a malformed value is a fault with its path, the value, the problem and the fix', () => {
  test.each<[path: string, value: unknown, problem: string]>([
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
  ])('%s: %j', (path, value, problem) => {
    expect(faultsOf(labWith({ [path]: value }))).toContainEqual({
      environment: path === 'environment' ? 'an environment' : 'lab',
      path,
      value,
      problem: expect.stringContaining(problem),
      fix: expect.stringMatching(/^change it in (settings\/lab\.ts|its file in settings\/)/),
    });
  });

  test.each([
    ['${file("x")}', 'without braces'],
    ['two\nlines', 'on one line'],
  ])(
    'the value %j of a tag, which Terraform would take for an expression or Azure refuse',
    (value, problem) => {
      expect(faultsOf(labWith({ 'resourceGroup.tags': { owner: value } }))).toEqual([
        expect.objectContaining({
          path: 'resourceGroup.tags.owner',
          value,
          problem: expect.stringContaining(problem),
        }),
      ]);
    },
  );

  test.each(['Environment', 'managed-by', 'microsoft-x', 'a<b'])('the tag %s', (tag) => {
    expect(faultsOf(labWith({ 'resourceGroup.tags': { [tag]: 'x' } }))).toEqual([
      expect.objectContaining({
        path: 'resourceGroup.tags',
        value: tag,
        problem: expect.stringContaining('1 to 512 characters'),
      }),
    ]);
  });

  test('more tags than Azure takes', () => {
    const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag-${index}`, '']));
    expect(faultsOf(labWith({ 'resourceGroup.tags': tags }))).toEqual([
      expect.objectContaining({
        path: 'resourceGroup.tags',
        problem: expect.stringContaining('at most 48 tags'),
      }),
    ]);
  });

  test.each([
    ['storageAccount', 'Shop-State'],
    ['storageAccount', 'st'],
    ['storageAccount', 'a'.repeat(25)],
    ['storageAccount', 'a'.repeat(63)],
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
      problem: expect.stringContaining('1 to 63 lower-case letters'),
      // No variable states the name of a namespace.
      fix: 'change it in settings/lab.ts',
    });
  });

  test('a value that an environment spreads from the lab is reported once, for the file of the lab', () => {
    const wrong = labWith({ 'resourceGroup.location': 'West US 3', 'store.hosts': ['a..b'] });
    const { location } = wrong.resourceGroup;
    const { hosts } = wrong.store;
    const spread = {
      ...production,
      resourceGroup: { ...production.resourceGroup, location },
      store: { ...production.store, hosts },
    };
    expect(faultsOf(wrong, spread)).toEqual([
      expect.objectContaining({
        environment: 'lab',
        path: 'resourceGroup.location',
        fix: 'change it in settings/lab.ts, or in the variable LOCATION if that is set (production has the same value)',
      }),
      expect.objectContaining({
        environment: 'lab',
        path: 'store.hosts.0',
        fix: 'change it in settings/lab.ts (production has the same value)',
      }),
    ]);
  });

  test('two wrong values of one setting are two faults', () => {
    const other = { ...production, resourceGroup: { ...production.resourceGroup, location: 'Europe' } };
    expect(
      faultsOf(labWith({ 'resourceGroup.location': 'West US 3' }), other).map(({ environment, value }) => [
        environment,
        value,
      ]),
    ).toEqual([
      ['lab', 'West US 3'],
      ['production', 'Europe'],
    ]);
  });

  test('a storage account of 3 or 24 characters is taken', () => {
    for (const storageAccount of ['abc', 'a'.repeat(24)])
      expect(faultsOf({ ...production, state: { ...production.state, storageAccount } } as Settings)).toEqual(
        [],
      );
  });

  test.each([
    'region',
    'resourceGroup.locaton',
    'state.container',
    'cluster.kubernetes',
    'cluster.nodePool.maxNodes',
    'mesh.namespace',
    'store.host',
  ])('a setting that does not exist, %s', (path) => {
    expect(faultsOf(labWith({ [path]: 6 }))).toEqual([
      expect.objectContaining({ path, value: 6, problem: 'there is no such setting' }),
    ]);
  });

  test('a setting that is missing, and one that does not exist', () => {
    expect(faultsOf(labWith({ 'cluster.tier': undefined, 'cluster.teir': 'Free' }))).toEqual([
      expect.objectContaining({
        path: 'cluster.tier',
        value: undefined,
        problem: 'must be one of Free, Standard, Premium',
      }),
      expect.objectContaining({ path: 'cluster.teir', value: 'Free', problem: 'there is no such setting' }),
    ]);
  });
});

test('the message lists every fault', () => {
  const wrong = labWith({ 'cluster.name': '', 'store.hosts': [] });
  expect(new SettingsError(faultsOf(wrong)).message).toBe(
    [
      '2 settings are wrong; nothing was written.',
      '',
      "  lab: cluster.name is ''",
      '    problem: must be 1 to 63 letters, digits, underscores and hyphens, a letter or digit at both ends',
      '    fix:     change it in settings/lab.ts, or in the variable AKS_CLUSTER_NAME if that is set',
      '',
      '  lab: store.hosts is []',
      '    problem: must have at least one host name, or * for any',
      '    fix:     change it in settings/lab.ts',
    ].join('\n'),
  );
});
