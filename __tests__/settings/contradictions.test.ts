import type { Fault } from '../../settings/fault';
import { validate } from '../../settings/validate';
import { lab, production, TODAY } from '../support';
import { faultsOf, labWith } from './wrong';

describe('a contradiction between settings is a fault', () => {
  test.each<[title: string, values: Record<string, unknown>, fault: Partial<Fault>]>([
    [
      'names that make the resource group of the nodes too long',
      { 'cluster.name': 'a'.repeat(60) },
      { path: 'cluster.name', problem: expect.stringContaining('at most 80 characters; this one has 83') },
    ],
    [
      'long-term support without the tier that has it',
      { 'cluster.supportPlan': 'AKSLongTermSupport' },
      { path: 'cluster.tier', value: 'Free', fix: "raise 'cluster.tier' or drop 'cluster.supportPlan'" },
    ],
    [
      'long-term support with the tier below the one that has it',
      { 'cluster.supportPlan': 'AKSLongTermSupport', 'cluster.tier': 'Standard' },
      { path: 'cluster.tier', value: 'Standard' },
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
        problem: expect.stringContaining('at least 2200m allocatable CPU; these nodes have 1900m'),
      },
    ],
    [
      'a namespace left behind',
      { 'mesh.namespaces': { pets: 'asm-1-29' } },
      {
        path: 'mesh.namespaces',
        value: { pets: 'asm-1-29' },
        fix: expect.stringContaining("move 'pets' to the new revision"),
      },
    ],
    [
      'a field that the add-on blocks',
      { 'mesh.config': { accessLogFile: '/dev/stdout', defaultConfig: { binaryPath: '/x' } } },
      {
        path: 'mesh.config.defaultConfig.binaryPath',
        value: '/x',
        fix: expect.stringContaining('take it out'),
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
      { path: 'store.namespace', value: 'shop', problem: 'the mesh has no such namespace; it has pets' },
    ],
    [
      'hosts that overlap',
      { 'store.hosts': ['*.example.com', 'a.example.com'] },
      { path: 'store.hosts', fix: 'take a.example.com out, or what covers it' },
    ],
    ['the same host twice', { 'store.hosts': ['a.example.com', 'a.example.com'] }, { path: 'store.hosts' }],
    [
      'any host beside one',
      { 'store.hosts': ['*', 'a.example.com'] },
      { path: 'store.hosts', fix: 'take a.example.com out, or what covers it' },
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
      { path: 'store.gateway', fix: "add 'internal' to 'mesh.ingressGateways', or change 'store.gateway'" },
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

  test.each<[title: string, values: Record<string, unknown>]>([
    [
      'long-term support with its tier',
      { 'cluster.supportPlan': 'AKSLongTermSupport', 'cluster.tier': 'Premium' },
    ],
    [
      'an autoscaled pool that holds the mesh with more than its fewest nodes',
      { 'cluster.nodePool': { vmSize: 'Standard_D2s_v5', nodeCount: 1, maxCount: 2 } },
    ],
    ['a wildcard beside its own domain', { 'store.hosts': ['*.example.com', 'example.com'] }],
    [
      'a wildcard beside a domain that ends alike',
      { 'store.hosts': ['*.example.com', 'badexample.com', '*.badexample.com'] },
    ],
  ])('%s is none', (_, values) => {
    expect(faultsOf(labWith(values))).toEqual([]);
  });

  test('every environment is checked, not only the first', () => {
    const cluster = { ...production.cluster, supportPlan: 'AKSLongTermSupport', tier: 'Free' } as const;
    expect(faultsOf(lab, { ...production, cluster })).toEqual([
      expect.objectContaining({ environment: 'production', path: 'cluster.tier' }),
    ]);
    const unfit = { ...production.cluster, kubernetesVersion: '1.31' };
    expect(faultsOf(lab, { ...production, cluster: unfit })).toEqual([
      expect.objectContaining({ environment: 'production', path: 'mesh.revisions' }),
    ]);
  });

  test('every environment is warned of, not only the first', () => {
    const newer = { revisions: ['asm-1-31'], namespaces: { shop: 'asm-1-31' } } as const;
    const warnings = validate([lab, { ...production, mesh: { ...production.mesh, ...newer } }], TODAY);
    expect(warnings).toEqual([
      expect.objectContaining({ environment: 'production', path: 'mesh.revisions', value: 'asm-1-31' }),
    ]);
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
