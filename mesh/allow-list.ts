import type { MeshConfig, ProxyConfig } from './mesh-config';

/** The same list for values that no compiler saw; a type and its list cannot differ, or this does not compile. */
const MESH_CONFIG_FIELDS: Readonly<Record<keyof MeshConfig, true>> = {
  defaultConfig: true,
  outboundTrafficPolicy: true,
  accessLogFile: true,
  accessLogFormat: true,
  accessLogEncoding: true,
  enableEnvoyAccessLogService: true,
  disableEnvoyListenerLog: true,
  discoverySelectors: true,
  proxyListenPort: true,
  proxyInboundListenPort: true,
  proxyHttpPort: true,
  connectTimeout: true,
  tcpKeepalive: true,
  extensionProviders: true,
  defaultProviders: true,
  enableTracing: true,
  trustDomain: true,
  trustDomainAliases: true,
  caCertificates: true,
  defaultServiceExportTo: true,
  defaultVirtualServiceExportTo: true,
  defaultDestinationRuleExportTo: true,
  localityLbSetting: true,
  dnsRefreshRate: true,
  h2UpgradePolicy: true,
  enablePrometheusMerge: true,
  pathNormalization: true,
  defaultHttpRetryPolicy: true,
  serviceSettings: true,
  meshMTLS: true,
  tlsDefaults: true,
  ingressService: true,
  ingressSelector: true,
};

const PROXY_CONFIG_FIELDS: Readonly<Record<keyof ProxyConfig, true>> = {
  drainDuration: true,
  concurrency: true,
  terminationDrainDuration: true,
  holdApplicationUntilProxyStarts: true,
  tracingServiceName: true,
  statsUdpAddress: true,
  proxyAdminPort: true,
  tracing: true,
  envoyAccessLogService: true,
  envoyMetricsService: true,
  proxyMetadata: true,
  statusPort: true,
  extraStatTags: true,
  gatewayTopology: true,
  proxyStatsMatcher: true,
  meshId: true,
  caCertificatesPem: true,
  privateKeyProvider: true,
  proxyHeaders: true,
};

/** Fields of a MeshConfig that the add-on allows, such as `accessLogFile` and `defaultConfig.drainDuration`. */
export const ALLOWED_FIELDS: readonly string[] = [
  ...Object.keys(MESH_CONFIG_FIELDS),
  ...Object.keys(PROXY_CONFIG_FIELDS).map((field) => `defaultConfig.${field}`),
];

/** Fields of a raw MeshConfig that the add-on blocks, such as `enableAutoMtls` or `defaultConfig.binaryPath`. */
export function blockedFields(config: Readonly<Record<string, unknown>>): string[] {
  const proxy = config.defaultConfig;
  const isRecord = typeof proxy === 'object' && proxy !== null;
  return [
    ...Object.keys(config).filter((field) => !Object.hasOwn(MESH_CONFIG_FIELDS, field)),
    ...Object.keys(isRecord ? proxy : {})
      .filter((field) => !Object.hasOwn(PROXY_CONFIG_FIELDS, field))
      .map((field) => `defaultConfig.${field}`),
  ];
}
