import type { Environment, Environments, Variables } from '../../../model/schema/environment';
import { FaultError } from '../../../model/fault';
import { readEnvironments, listVariables } from '../../../model/read';
import { environments } from '../../fixtures/environments';
import { changed, full, plain, settingsOf } from '../../support';
import { faultsOf } from '../faults';

/** The least that an environment states. */
const small: Environment = {
  resourceGroup: { name: 'rg-small', location: 'westus3' },
  state: { backend: 'local' },
  cluster: {
    name: 'small',
    kubernetesVersion: '1.35',
    tier: 'Free',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
  },
  mesh: { installedRevision: 'asm-1-30', revisions: ['asm-1-30'], ingressGateways: [] },
  namespaces: { shop: {} },
};

test('every environment of the list is read, with the name that the list gives it', () => {
  const read = readEnvironments(environments, {});
  expect(read.map(({ name }) => name)).toEqual(['plain', 'full']);
  expect(read[0]!.resourceGroup).toEqual({ name: 'rg-plain', location: 'westus3', tags: {} });
  expect(read[1]!.cluster.tier).toBe('Premium');
});

test('every setting of the one environment that tests build on differs in the other', () => {
  const leaves = ({ resourceGroup, state, cluster, mesh, ...rest }: Environment) =>
    Object.entries({ ...resourceGroup, ...cluster, ...cluster.nodePool, ...mesh, state, ...rest });
  const other = new Map(leaves(environments.full()));
  expect(leaves(environments.plain({})).filter(([key, value]) => Object.is(value, other.get(key)))).toEqual(
    [],
  );
});

test('what an environment does not state has its default', () => {
  const [read] = readEnvironments({ least: () => small }, {});
  expect(read).toMatchObject({
    resourceGroup: { tags: {} },
    cluster: { supportPlan: 'KubernetesOfficial', preventDestroy: false },
    mesh: { gateways: {}, gatewayApi: false, checkAtPlan: true, config: {} },
    namespaces: { shop: { authorization: 'off', networkPolicies: false, egress: 'any', applications: {} } },
    plainTextSecrets: false,
  });
});

describe('variables', () => {
  test('override an environment that takes them', () => {
    const read = readEnvironments(environments, { LOCATION: 'uksouth', MESH_REVISION: 'asm-1-29' });
    const expected = {
      'resourceGroup.location': 'uksouth',
      'mesh.installedRevision': 'asm-1-29',
      'mesh.revisions': ['asm-1-29'],
      'namespaces.reading.revision': 'asm-1-29',
    };
    expect(JSON.stringify(read[0])).toBe(JSON.stringify(changed(plain, expected)));
  });

  test('override no other, and others change nothing', () => {
    const read = readEnvironments(environments, { LOCATION: 'uksouth', KUBECONFIG: 'x', RG_NAME: undefined });
    expect(JSON.stringify(read[1])).toBe(JSON.stringify(full));
    expect(read[0]!.resourceGroup).toEqual({ name: 'rg-plain', location: 'uksouth', tags: {} });
  });

  test.each([
    ['RG_NAME', 'resourceGroup.name'],
    ['LOCATION', 'resourceGroup.location'],
    ['MESH_REVISION', 'mesh.installedRevision'],
  ])('%s that is set but empty is a fault that names it', (name, path) => {
    expect(faultsOf(environments, { [name]: '' } as Variables)[0]).toMatchObject({
      where: `plain: ${path} (environments/plain.ts)`,
      value: '',
      fix: expect.stringContaining(`, in the variable ${name}, which is set`),
    });
  });

  test('that are set are not blamed for a value of the file, nor one that the environment does not take', () => {
    const wrong = { plain: () => changed(environments.plain({}), { 'resourceGroup.location': 'West US' }) };
    const set = { LOCATION: 'westus3', OTHER: 'West US' };
    expect(faultsOf(wrong, set).map(({ fix }) => fix)).toEqual(["set 'westus'"]);
    const missing = {
      plain: (given: Variables) => changed(environments.plain(given), { 'cluster.tier': undefined }),
    };
    expect(faultsOf(missing).map(({ fix }) => fix)).toEqual(["set 'Free', 'Standard', or 'Premium'"]);
  });

  test('that an environment takes are known, in the order in which it states them', () => {
    expect(listVariables(environments.plain)).toEqual(['RG_NAME', 'LOCATION', 'MESH_REVISION']);
    expect(listVariables(environments.full)).toEqual([]);
  });
});

describe('a wrong value', () => {
  const wrong = { 'resourceGroup.location': 'West US 3', 'namespaces.reading.mtls': 'strict' };

  test('that one environment spreads into another is one fault, for the file that states it first', () => {
    const first = () => changed(environments.plain({}), wrong);
    const list = {
      first,
      second: () => ({
        ...environments.full(),
        resourceGroup: first().resourceGroup,
        namespaces: first().namespaces,
      }),
    };
    expect(faultsOf(list)).toEqual([
      {
        where: 'first: resourceGroup.location (environments/first.ts)',
        value: 'West US 3',
        problem: expect.stringContaining('lower-case letters and digits'),
        fix: "set 'westus3' (second has the same value)",
      },
      expect.objectContaining({ where: 'first: namespaces.reading.mtls (environments/first.ts)' }),
    ]);
  });

  test('of an application that two environments run is one fault, for the file of the application', () => {
    const broken = (make: () => ReturnType<Environments[string]>, namespace: string) => () =>
      changed(make(), { [`namespaces.${namespace}.applications.library.workloads.loans.image`]: 'a b' });
    const twice = {
      plain: broken(() => environments.plain({}), 'reading'),
      other: broken(() => changed(environments.plain({}), { 'resourceGroup.name': 'rg' }), 'reading'),
    };
    expect(faultsOf(twice)).toEqual([
      expect.objectContaining({ where: expect.stringMatching(/^plain: .*library\.ts:\d+\)$/), value: 'a b' }),
    ]);
  });

  test('beside another of the same setting is a fault of its own', () => {
    const at = (location: string) => () =>
      changed(environments.plain({}), { 'resourceGroup.location': location });
    expect(faultsOf({ first: at('West US 3'), second: at('Europe') })).toEqual([
      expect.objectContaining({ where: expect.stringMatching(/^first:/), value: 'West US 3' }),
      expect.objectContaining({ where: expect.stringMatching(/^second:/), value: 'Europe' }),
    ]);
  });

  test('of every environment is reported, and none of them is read', () => {
    const list = { first: () => ({ ...settingsOf(plain), name: undefined }), second: () => undefined };
    expect(() => readEnvironments(list as unknown as Environments, {})).toThrow(FaultError);
    const faults = faultsOf(list as unknown as Environments);
    expect(faults.map(({ where }) => where)).toEqual([
      'first: name (environments/first.ts)',
      'second: all of it (environments/second.ts)',
    ]);
  });
});

test.each(['My Lab', 'lab_1', 'Lab', 'lab.gateways', '', 'a'.repeat(64)])(
  'the name %j of an environment is rejected',
  (name) => {
    expect(faultsOf({ [name]: () => environments.plain({}) })).toEqual([
      {
        where: `${name}: name (environments/${name}.ts)`,
        value: name,
        problem: expect.stringContaining('must be a DNS label'),
        fix: expect.stringMatching(/^rename it/),
      },
    ]);
  },
);

test.each([undefined, null, 'lab', [], {}])(
  'a function of the list that gives %j is a list of faults',
  (value) => {
    const faults = faultsOf({ odd: () => value as unknown as ReturnType<typeof environments.plain> });
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault.where).toMatch(/^odd: \S.* \(environments\/odd\.ts\)$/);
  },
);

test('an error that a function of the list throws is a fault of its file, and keeps the trace that leads to it', () => {
  const cause = new TypeError("Cannot read properties of undefined (reading 'split')");
  const list = {
    plain: environments.plain,
    broken: () => {
      throw cause;
    },
  };
  expect(faultsOf(list)).toEqual([
    {
      where: 'environments/broken.ts',
      problem: "cannot be loaded: Cannot read properties of undefined (reading 'split')",
      fix: 'fix the error in this file',
    },
  ]);
  expect(() => readEnvironments(list, {})).toThrow(expect.objectContaining({ cause }));
});

test('the line of the file that throws is told, where the error knows it', () => {
  const cause = new ReferenceError('helo is not defined');
  cause.stack = `ReferenceError: helo is not defined
    at lab (/home/me/my-mesh/environments/lab.ts:33:20)
    at readEnvironment (/home/me/my-mesh/model/read.ts:48:14)`;
  const list = {
    lab: () => {
      throw cause;
    },
  };
  expect(faultsOf(list)).toEqual([
    {
      where: 'environments/lab.ts:33',
      problem: 'cannot be loaded: helo is not defined',
      fix: 'fix the error in this file',
    },
  ]);
});
