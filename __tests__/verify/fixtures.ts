import { application } from 'aks-istio-cdk';
import { planOf } from '../support';

export { example } from '../../commands/docs/verify-example';

const image = (name: string, tag = '1.0.0') => `ghcr.io/example/${name}:${tag}`;

/** A harbor: one workload of each kind, ports of three protocols, versions, files, a volume, and an autoscaler. */
const harbor = application(
  {
    berths: {
      ports: { http: { port: 80, targetPort: 8080 } },
      calls: { pilots: 'grpc', logbook: 'tcp-logbook' },
      expose: {
        http: {
          hosts: ['harbor.example.com', '*.berths.example.com'],
          gateway: 'external',
          answers: { path: '/berths', status: 203, text: 'Berths' },
        },
      },
      // Kubernetes leaves out what is empty, false or 0, and writes amounts its own way.
      env: { TIDE_TABLE: '/etc/berths/tides.csv', COLOR: '', BUOYS: 4, NIGHT: false },
      files: { '/etc/berths/tides.csv': 'low,high\n' },
      container: { args: [], readinessProbe: { httpGet: { path: '/', port: 8080 }, initialDelaySeconds: 0 } },
      pod: {
        spec: {
          hostNetwork: false,
          volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1024Mi' } }],
        },
      },
      versions: {
        v1: { image: image('berths'), replicas: 2 },
        v2: {
          image: image('berths', '2.0.0'),
          replicas: { min: 2, max: 4, cpu: 70 },
          container: { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } },
        },
      },
    },
    pilots: {
      image: image('pilots'),
      ports: { grpc: 9000 },
      files: { '/etc/pilots/ranks.json': { configMap: 'ranks', key: 'ranks.json' } },
    },
    logbook: {
      image: image('logbook'),
      ports: { 'tcp-logbook': 5432 },
      statefulSet: {
        spec: {
          volumeClaimTemplates: [
            {
              metadata: { name: 'pages' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
            },
          ],
        },
      },
      container: { volumeMounts: [{ name: 'pages', mountPath: '/var/lib/logbook' }] },
    },
    tides: {
      image: image('tides'),
      cronJob: { spec: { schedule: '0 6 * * *' } },
      calls: { berths: { port: 'http', methods: ['GET'], paths: ['/tides*'] } },
    },
    opening: { image: image('opening'), job: { spec: { backoffLimit: 2, ttlSecondsAfterFinished: 600 } } },
  },
  { configMaps: { ranks: { 'ranks.json': '{"first":1}' } } },
);

const quay = application({
  crane: {
    image: image('crane'),
    ports: { 'tcp-crane': 7000, 'http-panel': 8080 },
    expose: { 'http-panel': { hosts: ['*'], gateway: 'internal' } },
  },
});

/** An environment that differs from the example in all that checks look at: two revisions and gateways, no test clients. */
export const full = planOf(
  {
    resourceGroup: { name: 'rg-full', location: 'northeurope' },
    state: { backend: 'local' },
    cluster: {
      name: 'full',
      kubernetesVersion: '1.34',
      tier: 'Premium',
      supportPlan: 'AKSLongTermSupport',
      nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
    },
    mesh: {
      installedRevision: 'asm-1-29',
      revisions: ['asm-1-29', 'asm-1-30'],
      ingressGateways: ['internal', 'external'],
      patch: '1.30.2-2',
      config: { accessLogEncoding: 'JSON' },
    },
    namespaces: {
      harbor: { revision: 'asm-1-30', mtls: 'PERMISSIVE', applications: { harbor } },
      quay: { revision: 'asm-1-29', applications: { quay } },
      storage: { applications: { logs: application({ logs: { image: image('logs') } }) } },
    },
  },
  'full',
);
