import type { Settings } from './settings';

/** Stated once: an upgrade states the next revision beside it (docs/upgrade.md). */
const installedRevision = 'asm-1-30';

/** The AKS lab "Istio service mesh", brought to the versions of November 2026. */
export const lab: Settings = {
  environment: 'lab',
  resourceGroup: { name: 'rg-aks-labs', location: 'westus3' },
  state: { backend: 'local' },
  cluster: {
    name: 'aks-labs',
    kubernetesVersion: '1.35',
    tier: 'Free',
    // One node as in the lab; 8 vCPU also hold the second control plane of an upgrade, which 4 do not.
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
    sshAccess: 'Disabled',
  },
  mesh: {
    installedRevision,
    revisions: [installedRevision],
    namespaces: {
      pets: installedRevision,
    },
    ingressGateways: ['external'],
    mtls: 'STRICT',
    config: { accessLogFile: '/dev/stdout' },
  },
  store: { namespace: 'pets', hosts: ['*'], credentials: 'demo' },
  testClients: true,
};
