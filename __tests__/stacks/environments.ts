import { planOf } from '../support';

/** The least that an environment states, with SSH access closed. */
export const small = planOf(
  {
    resourceGroup: { name: 'rg-small', location: 'westus3' },
    state: { backend: 'local' },
    cluster: {
      name: 'aks-small',
      kubernetesVersion: '1.35',
      tier: 'Free',
      nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
      sshAccess: 'Disabled',
    },
    mesh: { installedRevision: 'asm-1-30', revisions: ['asm-1-30'], ingressGateways: ['external'] },
    namespaces: {},
  },
  'small',
);

/** An environment in which every setting that Azure sees differs from the small one's. */
export const large = planOf(
  {
    resourceGroup: { name: 'rg-shop', location: 'northeurope', tags: { owner: 'shop' } },
    state: {
      backend: 'azurerm',
      resourceGroup: 'rg-state',
      storageAccount: 'shopstate',
      container: 'tfstate',
    },
    cluster: {
      name: 'aks-shop',
      kubernetesVersion: '1.34',
      tier: 'Premium',
      supportPlan: 'AKSLongTermSupport',
      nodePool: { vmSize: 'Standard_E4s_v5', nodeCount: 3, maxCount: 6 },
      sshAccess: 'LocalUser',
      preventDestroy: true,
    },
    mesh: {
      installedRevision: 'asm-1-29',
      revisions: ['asm-1-30'],
      ingressGateways: ['internal', 'external'],
      checkAtPlan: false,
    },
    namespaces: {},
  },
  'large',
);
