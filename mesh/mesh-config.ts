import type { ProviderSettings } from './extension-providers';
import type { Revision } from './revisions';

/** A duration such as `10s` or `1m30s`. */
export type Duration = string;

/**
 * Istio's mesh-wide configuration, as far as the add-on allows it. Every field not listed here is blocked
 * by its admission webhook; where AKS sets a value itself, that value wins.
 *
 * Source: AKS documentation, istio-meshconfig.md, 2025-08-22; fields as in istio/istio 1.30.3.
 */
export interface MeshConfig {
  /** Supported. Settings of each proxy. */
  readonly defaultConfig?: ProxyConfig;
  /** Supported. Whether calls to hosts that the mesh does not know are allowed. @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' };
  /** Supported. File that proxies write a line to for each call, such as `/dev/stdout`. @default no access log */
  readonly accessLogFile?: string;
  /** Supported. Format of those lines. @default Envoy's own */
  readonly accessLogFormat?: string;
  /** Supported. @default TEXT */
  readonly accessLogEncoding?: 'TEXT' | 'JSON';
  /** Supported. Whether the access log goes to Envoy's access log service. @default false */
  readonly enableEnvoyAccessLogService?: boolean;
  /** Supported. Whether listeners leave no access log. @default false */
  readonly disableEnvoyListenerLog?: boolean;
  /** Supported. Labels of the namespaces that istiod looks at. @default all namespaces */
  readonly discoverySelectors?: readonly LabelSelector[];

  /** Allowed, not supported. */
  readonly proxyListenPort?: number;
  /** Allowed, not supported. */
  readonly proxyInboundListenPort?: number;
  /** Allowed, not supported. */
  readonly proxyHttpPort?: number;
  /** Allowed, not supported. @default 10s */
  readonly connectTimeout?: Duration;
  /** Allowed, not supported. */
  readonly tcpKeepalive?: {
    readonly probes?: number;
    readonly time?: Duration;
    readonly interval?: Duration;
  };
  /** Allowed, not supported. What traces, logs, metrics and the decisions of authorizers go to or come from. */
  readonly extensionProviders?: ProviderSettings['extensionProviders'];
  /** Allowed, not supported. Names of those that every proxy uses. */
  readonly defaultProviders?: ProviderSettings['defaultProviders'];
  /** Allowed, not supported. */
  readonly enableTracing?: boolean;
  /** Allowed, not supported. @default cluster.local */
  readonly trustDomain?: string;
  /** Allowed, not supported. */
  readonly trustDomainAliases?: readonly string[];
  /** Allowed, not supported. */
  readonly caCertificates?: readonly Readonly<Record<string, unknown>>[];
  /** Allowed, not supported. */
  readonly defaultServiceExportTo?: readonly string[];
  /** Allowed, not supported. */
  readonly defaultVirtualServiceExportTo?: readonly string[];
  /** Allowed, not supported. */
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /** Allowed, not supported. */
  readonly localityLbSetting?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. @default 60s */
  readonly dnsRefreshRate?: Duration;
  /** Allowed, not supported. */
  readonly h2UpgradePolicy?: 'DO_NOT_UPGRADE' | 'UPGRADE';
  /** Allowed, not supported. @default true */
  readonly enablePrometheusMerge?: boolean;
  /** Allowed, not supported. */
  readonly pathNormalization?: {
    readonly normalization: 'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  };
  /** Allowed, not supported. */
  readonly defaultHttpRetryPolicy?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly serviceSettings?: readonly Readonly<Record<string, unknown>>[];
  /** Allowed, not supported. */
  readonly meshMTLS?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly tlsDefaults?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly ingressService?: string;
  /** Allowed, not supported. */
  readonly ingressSelector?: string;
}

/** Settings of a proxy, as far as the add-on allows them. Source: AKS documentation, istio-meshconfig.md, 2025-08-22. */
export interface ProxyConfig {
  /** Supported. How long Envoy drains connections on a restart. @default 45s */
  readonly drainDuration?: Duration;
  /** Supported. Worker threads; 0 is one a core. @default by the CPU limit */
  readonly concurrency?: number;
  /** Supported. How long a proxy that ends lets connections finish. @default 5s */
  readonly terminationDrainDuration?: Duration;
  /** Supported. Whether the application waits for its proxy. @default wherever native sidecars are not certain */
  readonly holdApplicationUntilProxyStarts?: boolean;

  /** Allowed, not supported. */
  readonly tracingServiceName?:
    'APP_LABEL_AND_NAMESPACE' | 'CANONICAL_NAME_ONLY' | 'CANONICAL_NAME_AND_NAMESPACE';
  /** Allowed, not supported. */
  readonly statsUdpAddress?: string;
  /** Allowed, not supported. */
  readonly proxyAdminPort?: number;
  /** Allowed, not supported. */
  readonly tracing?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly envoyAccessLogService?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly envoyMetricsService?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  /** Allowed, not supported. @default 15020 */
  readonly statusPort?: number;
  /** Allowed, not supported. */
  readonly extraStatTags?: readonly string[];
  /** Allowed, not supported. */
  readonly gatewayTopology?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly proxyStatsMatcher?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly meshId?: string;
  /** Allowed, not supported. */
  readonly caCertificatesPem?: readonly string[];
  /** Allowed, not supported. */
  readonly privateKeyProvider?: Readonly<Record<string, unknown>>;
  /** Allowed, not supported. */
  readonly proxyHeaders?: Readonly<Record<string, unknown>>;
}

/** A selector of objects by their labels. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** Name of the ConfigMap of one revision, in `aks-istio-system`; its key is `mesh`. Source: as of `MeshConfig`. */
export function sharedConfigMapName(revision: Revision): string {
  return `istio-shared-configmap-${revision}`;
}
