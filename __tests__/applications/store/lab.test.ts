import { environments } from '../../../environments';
import { readEnvironments } from '../../../model/read';

test('environments/lab.ts is the lab as its text has it: delete this file once you make the lab yours', () => {
  const [lab] = readEnvironments({ lab: environments.lab! }, {});
  expect(lab).toMatchObject({
    resourceGroup: { name: 'rg-aks-labs', location: 'westus3' },
    state: { backend: 'local' },
    cluster: {
      name: 'aks-labs',
      kubernetesVersion: '1.35',
      tier: 'Free',
      nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
      sshAccess: 'Disabled',
    },
    mesh: {
      installedRevision: 'asm-1-30',
      revisions: ['asm-1-30'],
      ingressGateways: ['external'],
      config: { accessLogFile: '/dev/stdout' },
    },
    namespaces: {
      pets: {
        revision: 'asm-1-30',
        mtls: 'STRICT',
        applications: {
          store: { workloads: { 'store-front': { expose: { http: { name: 'pets', hosts: ['*'] } } } } },
          'curl-inside': { workloads: { 'curl-inside': { testClient: true } } },
        },
      },
      default: { applications: { 'curl-outside': { workloads: { 'curl-outside': { testClient: true } } } } },
    },
  });
});
