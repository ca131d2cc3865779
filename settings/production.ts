import { lab } from './lab';
import type { Settings } from './settings';

/** A production environment: the lab, and what differs. Its names are examples; put yours here. */
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
    ...lab.cluster,
    name: 'aks-store-production',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D4s_v5', nodeCount: 3, maxCount: 6 },
  },
  store: {
    ...lab.store,
    hosts: ['store.example.com'],
    credentials: { rabbitmq: 'rabbitmq-secrets', orderService: 'order-service-secrets' },
  },
  testClients: false,
};
