import { join } from 'node:path';
import { ConfigMap } from 'cdk8s-plus-28';
import type { AzureHook, ApplicationHook, KubernetesHook } from '../../model/schema/hooks';
import { ROOT } from '../support';
import { GATEWAY, NAMESPACE_GATEWAY } from './gateway-samples';
import { ORIGINATION_SAMPLES, ROUTE_SAMPLES, TLS_SAMPLES, TRAFFIC_SAMPLES } from './traffic-samples';

/** Values by path, laid over an environment. */
export type Values = Readonly<Record<string, unknown>>;

/** Values that change one setting, and what must be there before for it to count. */
export interface Sample {
  readonly before?: Values;
  readonly values: Values;
}

const APP = 'namespaces.reading.applications.app';
const WEB = `${APP}.workloads.web`;
const yaml = (name: string) => ({ yaml: join(ROOT, '__tests__/fixtures', name) });
const AZURERM = {
  backend: 'azurerm',
  resourceGroup: 'rg-state',
  storageAccount: 'statestore',
  container: 'state',
};
const EXPOSED = { [`${WEB}.expose`]: { http: { hosts: ['a.example.com'] } } };
const CALLING = { [`${WEB}.calls`]: { other: { port: 'http' } } };
const ON = { 'namespaces.reading.authorization': 'on' };
const outsideWith = (change: object) => ({
  'api.example.com': { port: 5432, protocol: 'TCP', addresses: ['203.0.113.7'], ...change },
});
const OUTSIDE = {
  'namespaces.reading.egress': 'declared',
  [`${WEB}.callsOutside`]: outsideWith({}),
};
const KEYS = '{ "keys": [] }';
const issuer = { issuer: 'https://login.example.com/', jwksUri: 'https://login.example.com/keys' };
const withToken = (jwt: object) => ({
  [`${WEB}.expose`]: { http: { hosts: ['a.example.com'], jwt: { issuers: [issuer], ...jwt } } },
});
const VERSIONS = { [`${WEB}.versions`]: { v1: {} } };
const CHART = { [`${APP}.source`]: { helm: 'shop' }, [`${APP}.workloads`]: {} };

const customize: ApplicationHook = ({ chart }) =>
  void new ConfigMap(chart, 'added', { metadata: { name: 'added' } });
const kubernetes: KubernetesHook = ({ chart }) =>
  void new ConfigMap(chart, 'added', { metadata: { name: 'added', namespace: 'reading' } });
const azure: AzureHook = ({ resourceGroup }) => resourceGroup.addOverride('managed_by', 'someone');

/** What every workload and each version of one may state, below the path of either. */
function running(at: string, before: Values = {}): Record<string, Sample> {
  const one = (path: string, value: unknown, more: Values = {}): [string, Sample] => [
    path,
    { before: { ...before, ...more }, values: { [`${at}.${path}`]: value } },
  ];
  const scaled = { [`${at}.replicas`]: { min: 1, max: 2 } };
  return Object.fromEntries([
    one('image', 'example.com/web:2'),
    one('replicas', 3),
    one('replicas.min', 2, scaled),
    one('replicas.max', 5, scaled),
    one('replicas.cpu', 50, scaled),
    one('replicas.memory', 70, scaled),
    one(
      'replicas.metrics',
      [{ type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '5' } } }],
      scaled,
    ),
    one('replicas.behavior', { scaleDown: { selectPolicy: 'Disabled' } }, scaled),
    one('env', { PORT: 80 }),
    one('files', { '/etc/web/web.yaml': 'a: 1' }),
    one('container', { command: ['web'] }),
    one('pod', { spec: { priorityClassName: 'high' } }),
    one('deployment', { spec: { minReadySeconds: 5 } }),
  ]);
}

const below = (path: string, samples: Readonly<Record<string, Sample>>) =>
  Object.fromEntries(Object.entries(samples).map(([key, sample]) => [`${path}.${key}`, sample]));

/** Samples of an environment's own settings, whose path is the place of the value. */
const OWN: Readonly<Record<string, unknown>> = {
  'resourceGroup.name': 'rg-other',
  'resourceGroup.location': 'uksouth',
  'resourceGroup.tags': { owner: 'x' },
  'cluster.name': 'other',
  'cluster.kubernetesVersion': '1.34',
  'cluster.tier': 'Standard',
  'cluster.supportPlan': 'AKSLongTermSupport',
  'cluster.nodePool.vmSize': 'Standard_D16s_v5',
  'cluster.nodePool.nodeCount': 2,
  'cluster.nodePool.maxCount': 3,
  'cluster.sshAccess': 'Disabled',
  'cluster.preventDestroy': true,
  'mesh.installedRevision': 'asm-1-29',
  'mesh.revisions': ['asm-1-30', 'asm-1-31'],
  'mesh.ingressGateways': ['external', 'internal'],
  'mesh.gatewayApi': true,
  'mesh.checkAtPlan': false,
  'mesh.mtls': 'PERMISSIVE',
  'mesh.patch': '1.30.2-2',
  'cluster.networkPolicy': 'cilium',
  'mesh.config': { accessLogFile: '/dev/stdout' },
  kubernetes,
  azure,
};

const LIMIT = { requests: 10, per: '1m' };
const limiting = (stated: (limit: object) => Values): Record<string, Sample> =>
  Object.fromEntries(
    Object.entries({ requests: 20, per: '1s' }).map(([key, value]) => [
      key,
      { before: stated(LIMIT), values: stated({ ...LIMIT, [key]: value }) },
    ]),
  );

const WORKLOAD: Readonly<Record<string, Sample>> = {
  ...running(WEB),
  ...below('versions.<name>', running(`${WEB}.versions.v1`, VERSIONS)),
  app: { values: { [`${WEB}.app`]: 'site' } },
  'ports.<name>.port': { values: { [`${WEB}.ports.http.port`]: 8080 } },
  'ports.<name>.targetPort': { values: { [`${WEB}.ports.http.targetPort`]: 8081 } },
  'calls.<name>.port': {
    before: { ...CALLING, ...ON },
    values: { [`${WEB}.calls.other.port`]: 'http-admin' },
  },
  'calls.<name>.methods': {
    before: { ...CALLING, ...ON },
    values: { [`${WEB}.calls.other.methods`]: ['GET'] },
  },
  'calls.<name>.paths': { before: { ...CALLING, ...ON }, values: { [`${WEB}.calls.other.paths`]: ['/x'] } },
  ...below(
    'callsOutside.<name>',
    Object.fromEntries(
      Object.entries({ port: 5433, protocol: 'HTTPS', addresses: ['203.0.113.8'] }).map(([key, value]) => [
        key,
        { before: OUTSIDE, values: { [`${WEB}.callsOutside`]: outsideWith({ [key]: value }) } },
      ]),
    ),
  ),
  ...below('callsOutside.<name>.tls', ORIGINATION_SAMPLES),
  ...below('expose.<name>.tls', TLS_SAMPLES),
  'expose.<name>.routes': {
    before: EXPOSED,
    values: { [`${WEB}.expose.http.routes`]: [{ uri: { exact: '/a' } }] },
  },
  ...below('expose.<name>.routes[]', ROUTE_SAMPLES),
  ...below('traffic', TRAFFIC_SAMPLES),
  mtls: { values: { [`${WEB}.mtls`]: { http: 'PERMISSIVE' } } },
  ...below(
    'rateLimits.<name>',
    limiting((limit) => ({ [`${WEB}.rateLimits`]: { http: limit } })),
  ),
  ...below(
    'expose.<name>.rateLimit',
    limiting((rateLimit) => ({ [`${WEB}.expose`]: { http: { hosts: ['*'], rateLimit } } })),
  ),
  ...below('expose.<name>.jwt', {
    issuers: { before: EXPOSED, values: withToken({}) },
    ...below(
      'issuers[]',
      Object.fromEntries(
        [
          { issuer: 'https://other.example.com/' },
          { jwksUri: 'https://login.example.com/other' },
          { jwks: KEYS, jwksUri: undefined },
          { audiences: ['shop'] },
        ].map((change) => [
          Object.keys(change)[0]!,
          { before: withToken({}), values: withToken({ issuers: [{ ...issuer, ...change }] }) },
        ]),
      ),
    ),
    claims: { before: withToken({}), values: withToken({ claims: { role: ['admin'] } }) },
    open: { before: withToken({}), values: withToken({ open: ['/health'] }) },
    'open[].path': { before: withToken({}), values: withToken({ open: [{ path: '/x', methods: ['GET'] }] }) },
    'open[].methods': {
      before: withToken({ open: [{ path: '/x', methods: ['GET'] }] }),
      values: withToken({ open: [{ path: '/x', methods: ['HEAD'] }] }),
    },
    at: { before: withToken({}), values: withToken({ at: 'gateway' }) },
  }),
  'expose.<name>.hosts': { before: EXPOSED, values: { [`${WEB}.expose.http.hosts`]: ['b.example.com'] } },
  'expose.<name>.gateway': {
    before: { ...EXPOSED, 'mesh.ingressGateways': ['external', 'internal'] },
    values: { [`${WEB}.expose.http.gateway`]: 'internal' },
  },
  'expose.<name>.name': { before: EXPOSED, values: { [`${WEB}.expose.http.name`]: 'site' } },
  ...below(
    'expose.<name>.answers',
    Object.fromEntries(
      Object.entries({ path: '/x', status: 301, text: 'Hello' }).map(([key, value]) => [
        key,
        { before: EXPOSED, values: { [`${WEB}.expose.http.answers`]: { [key]: value } } },
      ]),
    ),
  ),
  callsKubernetesApi: { values: { [`${WEB}.callsKubernetesApi`]: true } },
  testClient: { values: { [`${WEB}.testClient`]: true } },
  statefulSet: { values: { [`${WEB}.statefulSet`]: {} } },
  job: { values: { [`${WEB}.job`]: {} } },
  cronJob: { values: { [`${WEB}.cronJob`]: { spec: { schedule: '0 0 * * *' } } } },
  service: { values: { [`${WEB}.service`]: { spec: { sessionAffinity: 'ClientIP' } } } },
  serviceAccount: { values: { [`${WEB}.serviceAccount`]: { automountServiceAccountToken: true } } },
};

const APPLICATION: Readonly<Record<string, Sample>> = {
  ...below('workloads.<name>', WORKLOAD),
  configMaps: { values: { [`${APP}.configMaps`]: { rules: { a: 'b' } } } },
  secrets: { before: { plainTextSecrets: true }, values: { [`${APP}.secrets`]: { login: { a: 'b' } } } },
  'source.yaml': {
    before: { [`${APP}.workloads`]: {}, [`${APP}.source`]: yaml('manifests.yaml') },
    values: { [`${APP}.source`]: yaml('other-manifests.yaml') },
  },
  ...below(
    'source',
    Object.fromEntries(
      Object.entries({
        helm: 'other',
        repo: 'https://charts.example.com',
        version: '1.2.3',
        values: { a: 1 },
        release: 'mine',
      }).map(([key, value]) => [key, { before: CHART, values: { [`${APP}.source.${key}`]: value } }]),
    ),
  ),
  customize: { values: { [`${APP}.customize`]: customize } },
  madeAt: {
    before: { [`${WEB}.image`]: undefined },
    values: {
      [`${APP}.madeAt`]: Object.assign(new Error(), {
        stack: `\n    at ${process.cwd()}/applications/app.ts:1:1`,
      }),
    },
  },
};

/** A change of every setting, by its path as the documentation has it. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  ...Object.fromEntries(Object.entries(OWN).map(([path, value]) => [path, { values: { [path]: value } }])),
  ...below(
    'state',
    Object.fromEntries(
      Object.keys(AZURERM)
        .filter((key) => key !== 'backend')
        .map((key) => [key, { before: { state: AZURERM }, values: { [`state.${key}`]: 'otherone' } }]),
    ),
  ),
  ...below('mesh.gateways.<name>', GATEWAY),
  'namespaces.<name>.revision': { values: { 'namespaces.reading.revision': 'asm-1-29' } },
  'namespaces.<name>.authorization': { values: ON },
  'namespaces.<name>.networkPolicies': { values: { 'namespaces.reading.networkPolicies': true } },
  'namespaces.<name>.egress': { values: { 'namespaces.reading.egress': 'scoped' } },
  'namespaces.<name>.labels': { values: { 'namespaces.reading.labels': { team: 'books' } } },
  'namespaces.<name>.annotations': {
    values: { 'namespaces.reading.annotations': { 'example.com/cost': '4711' } },
  },
  'namespaces.<name>.mtls': { values: { 'namespaces.reading.mtls': 'PERMISSIVE' } },
  ...below('namespaces.<name>.gateways.<name>', NAMESPACE_GATEWAY),
  ...below('namespaces.<name>.applications.<name>', APPLICATION),
  plainTextSecrets: {
    before: { [`${APP}.secrets`]: { login: { a: 'b' } } },
    values: { plainTextSecrets: true },
  },
};
