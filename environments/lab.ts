import type { Environment, Variables } from 'aks-istio-cdk';
import { curl } from '../applications/curl';
import { store } from '../applications/store';

/** The AKS lab "Istio service mesh", brought to the versions of November 2026; its own variables override it. */
export const lab = ({
  RG_NAME = 'rg-aks-labs',
  LOCATION = 'westus3',
  AKS_CLUSTER_NAME = 'aks-labs',
  // Stated once: an upgrade states the next revision beside it (docs/upgrade.md).
  MESH_REVISION: installedRevision = 'asm-1-30',
}: Variables): Environment => ({
  resourceGroup: { name: RG_NAME, location: LOCATION },
  state: { backend: 'local' },
  cluster: {
    name: AKS_CLUSTER_NAME,
    kubernetesVersion: '1.35',
    tier: 'Free',
    // One node as in the lab; 8 vCPU also hold the second control plane of an upgrade, which 4 do not.
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
    sshAccess: 'Disabled',
  },
  mesh: {
    installedRevision,
    revisions: [installedRevision],
    ingressGateways: ['external'],
    config: { accessLogFile: '/dev/stdout' },
  },
  // The demo's credentials are public.
  plainTextSecrets: true,
  namespaces: {
    pets: {
      revision: installedRevision,
      mtls: 'STRICT',
      // The lab's text has none; 'on' holds all of its observations too.
      authorization: 'off',
      applications: {
        store: store({ hosts: ['*'], credentials: 'demo' }),
        'curl-inside': curl('curl-inside', { 'store/store-front': 'http' }),
      },
    },
    default: { applications: { 'curl-outside': curl('curl-outside') } },
  },
});
