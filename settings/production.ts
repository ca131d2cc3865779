import { lab } from './lab';
import type { Settings } from './settings';

/** Stated once, as in the lab: this mesh is installed and upgraded at times of its own. */
const installedRevision = 'asm-1-30';

/** A production environment: what it has in common with the lab, and what differs. Its names are examples; put yours here. */
export const production: Settings = {
  ...lab,
  environment: 'production',
  resourceGroup: { ...lab.resourceGroup, name: 'rg-aks-store-production' },
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
    sshAccess: 'Disabled',
    preventDestroy: true,
  },
  // Nothing of the mesh is the lab's: what is tried there must not come here.
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
  store: {
    ...lab.store,
    hosts: ['store.example.com'],
    credentials: { rabbitmq: 'rabbitmq-secrets', orderService: 'order-service-secrets' },
  },
  testClients: false,
};
