import { blockedFields } from '../../mesh/allow-list';
import { sharedConfigMapName, type MeshConfig } from '../../mesh/mesh-config';

/** The add-on's allow-list, as its documentation of 2025-08-22 has it. */
const MESH =
  'defaultConfig outboundTrafficPolicy accessLogFile accessLogFormat accessLogEncoding enableEnvoyAccessLogService ' +
  'disableEnvoyListenerLog discoverySelectors proxyListenPort proxyInboundListenPort proxyHttpPort connectTimeout ' +
  'tcpKeepalive extensionProviders defaultProviders enableTracing trustDomain trustDomainAliases caCertificates ' +
  'defaultServiceExportTo defaultVirtualServiceExportTo defaultDestinationRuleExportTo localityLbSetting dnsRefreshRate ' +
  'h2UpgradePolicy enablePrometheusMerge pathNormalization defaultHttpRetryPolicy serviceSettings meshMTLS tlsDefaults ' +
  'ingressService ingressSelector';
const PROXY =
  'drainDuration concurrency terminationDrainDuration holdApplicationUntilProxyStarts tracingServiceName statsUdpAddress ' +
  'proxyAdminPort tracing envoyAccessLogService envoyMetricsService proxyMetadata statusPort extraStatTags gatewayTopology ' +
  'proxyStatsMatcher meshId caCertificatesPem privateKeyProvider proxyHeaders';
const asRecord = (fields: string) => Object.fromEntries(fields.split(' ').map((field) => [field, {}]));

test('every field of the allow-list passes', () => {
  expect(blockedFields({ ...asRecord(MESH), defaultConfig: asRecord(PROXY) })).toEqual([]);
});

test.each([
  'enableAutoMtls',
  'rootNamespace',
  'ingressClass',
  'ingressControllerMode',
  'inboundTrafficPolicy',
  'protocolDetectionTimeout',
  'verifyCertificateAtClient',
  'certificates',
  'ca',
  'configSources',
  'toString',
])('%s is blocked', (field) => {
  expect(blockedFields({ accessLogFile: '/dev/stdout', [field]: true })).toEqual([field]);
});

test('a blocked field of the proxies is named with its place', () => {
  expect(blockedFields({ defaultConfig: { concurrency: 2, binaryPath: '/x' } })).toEqual([
    'defaultConfig.binaryPath',
  ]);
});

test('a blocked field does not compile', () => {
  // @ts-expect-error the type has no such field
  const mesh: MeshConfig = { enableAutoMtls: true };
  // @ts-expect-error nor that of the proxies
  const proxy: MeshConfig = { defaultConfig: { binaryPath: '/x' } };
  expect([mesh, proxy].flatMap((config) => blockedFields({ ...config }))).toEqual([
    'enableAutoMtls',
    'defaultConfig.binaryPath',
  ]);
});

test('each revision has a ConfigMap of its own', () => {
  expect(sharedConfigMapName('asm-1-30')).toBe('istio-shared-configmap-asm-1-30');
});
