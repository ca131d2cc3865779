import type { Application } from '../../model/schema/application';
import type { Plan } from '../../model/plan';
import { isHttp } from '../../mesh/protocols';
import type { Workload } from '../../model/schema/workload';
import { planWith } from '../support';

type Traffic = NonNullable<Workload['traffic']>;
type Exposure = NonNullable<Workload['expose']>[string];

const retries = { attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset,503', backoff: '100ms' };

/** Every setting of `traffic`; of those that exclude each other, one by one. */
const BALANCERS: readonly NonNullable<Traffic['loadBalancer']>[] = [
  { simple: 'LEAST_REQUEST', localityLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } },
  { localityLbSetting: { enabled: true, failover: [{ from: 'westus3', to: 'eastus' }] } },
  { consistentHash: { httpHeaderName: 'x-user' } },
  { consistentHash: { httpQueryParameterName: 'user' } },
  { consistentHash: { useSourceIp: true } },
  { consistentHash: { httpCookie: { name: 'user', ttl: '0s', path: '/' } } },
];
const traffic = (index: number, copies: NonNullable<Traffic['mirror']>): Traffic => ({
  weights: { v2: 10 },
  routes: [
    { headers: { 'x-plan': 'gold', 'x-app': { prefix: 'a/' }, 'x-build': { regex: '\\d+' } }, version: 'v2' },
    { cookie: { name: 'beta', value: 'yes' }, version: 'v2' },
  ],
  mirror: { ...copies, percentage: 0.5 },
  fault: { delay: { fixedDelay: '1.5s', percentage: 0.1 }, abort: { httpStatus: 503, percentage: 10 } },
  timeout: '1m30s',
  retries,
  outlierDetection: {
    consecutive5xxErrors: 3,
    consecutiveGatewayErrors: 2,
    interval: '5s',
    baseEjectionTime: '1m',
    maxEjectionPercent: 50,
    minHealthPercent: 30,
  },
  connectionPool: {
    tcp: { maxConnections: 100, connectTimeout: '500ms', maxConnectionDuration: '1h', idleTimeout: '10m' },
    http: {
      http1MaxPendingRequests: 10,
      http2MaxRequests: 20,
      maxRequestsPerConnection: 5,
      maxRetries: 3,
      idleTimeout: '30s',
      h2UpgradePolicy: 'DO_NOT_UPGRADE',
    },
  },
  loadBalancer: BALANCERS[index % BALANCERS.length],
});

/** Every setting of an exposed port, beside the hosts and the gateway that it has. */
const exposed = (own: Exposure, workload: string): Exposure => ({
  ...own,
  tls: {
    mode: 'MUTUAL',
    credentialName: Object.fromEntries(own.hosts.map((host, index) => [`tls-${index}`, [host]])),
    minProtocolVersion: 'TLSV1_3',
    plaintext: 'off',
  },
  routes: [
    {
      uri: { prefix: '/old' },
      redirect: { uri: '/new', authority: 'a.example.com', scheme: 'https', redirectCode: 308 },
    },
    { uri: { exact: '/exact' }, methods: ['GET'], rewrite: '/' },
    { uri: { regex: '/r/\\d+' }, methods: ['GET', 'HEAD'], headers: { 'x-tenant': { prefix: 'a' } } },
    {
      uri: { prefix: '/api' },
      rewrite: '/v1',
      timeout: '5s',
      retries,
      to: { workload, port: 'http' },
      corsPolicy: {
        allowOrigins: [
          'https://a.example.com',
          { prefix: 'https://b.' },
          { regex: 'https://c\\d+\\.example\\.com' },
        ],
        allowMethods: ['GET', 'OPTIONS'],
        allowHeaders: ['x-plan'],
        exposeHeaders: ['x-left'],
        maxAge: '24h',
        allowCredentials: true,
      },
    },
    {},
  ],
});

/** A workload of each application whose TLS the gateway passes through, and which calls hosts that its sidecar encrypts to. */
const passedThrough = (host: string): Workload => ({
  image: 'ghcr.io/example/passed-through:1.0.0',
  ports: { tls: 8443, http: 80 },
  expose: { tls: { hosts: [host], tls: { mode: 'PASSTHROUGH' } } },
  callsOutside: {
    'rates.example.com': { port: 80, protocol: 'HTTP', tls: { subjectAltNames: ['*.example.com'] } },
    'bank.example.com': {
      port: 80,
      protocol: 'HTTP',
      tls: { port: 8443, mode: 'MUTUAL', credentialName: 'bank-tls' },
    },
  },
});

/** An environment whose applications of its own state every setting of the door and the traffic at every workload that can. */
export function featured(environment: Plan): Plan {
  const namespaces = Object.entries(environment.namespaces)
    .filter(([, { revision }]) => revision !== undefined)
    .map(([namespace, home]) => {
      const applications = Object.entries(home.applications)
        .filter(([, { source }]) => source === undefined)
        .map(
          ([name, application]) =>
            [name, withAll(application, name, `${name}.${namespace}.example.com`)] as const,
        );
      return [namespace, { ...home, applications: Object.fromEntries(applications) }] as const;
    });
  return planWith(
    environment,
    { namespaces: { ...environment.namespaces, ...Object.fromEntries(namespaces) } },
    `${environment.name} with every setting of exposed ports and traffic`,
  );
}

function withAll(application: Application, name: string, host: string): Application {
  const beside = `${name}-beside`;
  const workloads = Object.entries(application.workloads).map(([own, workload], index) => {
    const { ports = {}, expose, versions } = workload;
    if (!Object.keys(ports).every(isHttp) || Object.keys(ports).length === 0) return [own, workload] as const;
    return [
      own,
      {
        ...workload,
        versions: versions ?? { v1: {}, v2: {} },
        traffic: traffic(
          index,
          'http' in ports && Object.keys(ports).length === 1 ? { workload: beside } : { version: 'v2' },
        ),
        ...(expose && {
          expose: Object.fromEntries(
            Object.entries(expose).map(([port, each]) => [port, exposed(each, beside)]),
          ),
        }),
      },
    ] as const;
  });
  return {
    ...application,
    workloads: { ...Object.fromEntries(workloads), [beside]: passedThrough(host) },
  };
}
