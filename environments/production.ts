import type { Environment } from 'aks-istio-cdk';
import { store } from '../applications/store';

/** Stated once: an upgrade states the next revision beside it (docs/upgrade.md). */
const installedRevision = 'asm-1-30';

/** An example of a production environment. Its names, its host, its Secrets and its storage account are placeholders: put yours here. */
export const production = (): Environment => ({
  resourceGroup: { name: 'rg-aks-store-production', location: 'westus3' },
  state: {
    backend: 'azurerm',
    resourceGroup: 'rg-terraform-state',
    storageAccount: 'staksstoreterraform',
    container: 'tfstate',
  },
  cluster: {
    name: 'aks-store-production',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D4s_v5', nodeCount: 3, maxCount: 6 },
    networkPolicy: 'cilium',
    sshAccess: 'Disabled',
    preventDestroy: true,
  },
  mesh: {
    installedRevision,
    revisions: [installedRevision],
    ingressGateways: ['external', 'internal'],
    config: { accessLogFile: '/dev/stdout' },
  },
  namespaces: {
    pets: {
      revision: installedRevision,
      mtls: 'STRICT',
      authorization: 'on',
      egress: 'declared',
      networkPolicies: true,
      applications: {
        store: store({
          hosts: ['store.example.com'],
          tls: { credentialName: 'store-tls' },
          adminHosts: ['admin.store.example.com'],
          credentials: { rabbitmq: 'rabbitmq-secrets', orderService: 'order-service-secrets' },
        }),
      },
    },
  },
});
