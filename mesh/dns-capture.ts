import type { MeshConfig } from './mesh-config';

/** Variable of a proxy by which it answers the DNS questions of its pod. */
export const DNS_CAPTURE = 'ISTIO_META_DNS_CAPTURE';

/** Annotation of a pod with settings of its proxy, as YAML. Source: Istio documentation, Resource Annotations. */
const PROXY_CONFIG = 'proxy.istio.io/config';

const STATED = new RegExp(String.raw`\b${DNS_CAPTURE}\b["']?\s*:\s*["']?(\w+)`);

/**
 * Whether the sidecar of a pod answers its DNS questions. istiod then gives each ServiceEntry without addresses one of its own, so that
 * TCP is matched by it. Not for a wildcard, nor with the resolution NONE.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/features, PILOT_ENABLE_IP_AUTOALLOCATE (on since 1.25); pilot/pkg/model/service.go,
 * nodeUsesAutoallocatedIPs; Istio documentation, DNS Proxying.
 */
export function capturesDns(
  { defaultConfig }: Pick<MeshConfig, 'defaultConfig'>,
  annotations: Readonly<Record<string, string>> = {},
): boolean {
  const own = STATED.exec(annotations[PROXY_CONFIG] ?? '')?.[1];
  return (own ?? defaultConfig?.proxyMetadata?.[DNS_CAPTURE]) === 'true';
}
