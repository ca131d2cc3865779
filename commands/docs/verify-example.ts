import { application } from '../..';
import type { Plan } from '../../model/plan';
import { readEnvironments } from '../../model/read';
import type { Environment } from '../../model/schema/environment';

const revision = 'asm-1-30';

const client = (name: string) =>
  application({
    [name]: {
      image: 'docker.io/curlimages/curl:8.16.0',
      container: { command: ['sleep', 'infinity'] },
      testClient: true,
    },
  });

const environment: Environment = {
  resourceGroup: { name: 'rg-example', location: 'westus3' },
  state: { backend: 'local' },
  cluster: {
    name: 'example',
    kubernetesVersion: '1.35',
    tier: 'Free',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 1 },
  },
  mesh: {
    installedRevision: revision,
    revisions: [revision],
    ingressGateways: ['external'],
    gateways: {
      external: {
        annotations: { 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': '10' },
        externalTrafficPolicy: 'Local',
        replicas: { min: 3, max: 6 },
      },
    },
  },
  namespaces: {
    shop: {
      revision,
      mtls: 'STRICT',
      applications: {
        shop: application({
          web: {
            image: 'ghcr.io/example/web:1.0.0',
            ports: { http: { port: 80, targetPort: 8080 } },
            calls: { orders: 'http' },
            expose: { http: { hosts: ['shop.example.com'], answers: { text: 'Welcome' } } },
            container: {
              resources: {
                requests: { cpu: '1m', memory: '200Mi' },
                limits: { cpu: '1000m', memory: '512Mi' },
              },
            },
          },
          orders: {
            image: 'ghcr.io/example/orders:1.0.0',
            ports: { http: 3000 },
            calls: { database: 'tcp-sql' },
          },
          database: { image: 'ghcr.io/example/database:1.0.0', statefulSet: {}, ports: { 'tcp-sql': 5432 } },
        }),
        inside: client('inside'),
      },
    },
    default: { applications: { outside: client('outside') } },
  },
};

/** The environment that docs/verify.md shows: a shop in the mesh, and a test client on each side. */
export const [example] = readEnvironments({ example: () => environment }, {}) as [Plan];
