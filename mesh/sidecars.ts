import { compareRevisions, type Revision } from './revisions';

/** How traffic gets into a sidecar: by an init container in each pod, or by a CNI plugin on the node. */
export type ProxyRedirectionMechanism = 'InitContainers' | 'CNIChaining';

/** What sidecars depend on. */
export interface MeshVersions {
  /** Minor version of the cluster and of all its nodes, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Revision that injects the sidecar. */
  readonly revision: Revision;
  /** Revision that the mesh was installed with. */
  readonly installedRevision: Revision;
}

/**
 * The mechanism of a mesh: the default of the revision that it was installed with, which no upgrade changes.
 *
 * Source: AKS documentation, istio-cni.md, 2026-06-24.
 */
export function proxyRedirectionMechanism(installedRevision: Revision): ProxyRedirectionMechanism {
  return compareRevisions(installedRevision, 'asm-1-30') < 0 ? 'InitContainers' : 'CNIChaining';
}

/**
 * Whether sidecars are native, that is init containers that stay: `uncertain` after an upgrade to asm-1-27 or asm-1-28,
 * which does not switch them on.
 *
 * Source: AKS documentation, istio-native-sidecar.md, 2026-01-23.
 */
export function nativeSidecars({
  kubernetesVersion,
  revision,
  installedRevision,
}: MeshVersions): 'on' | 'off' | 'uncertain' {
  if (Number(kubernetesVersion.split('.')[1]) < 33 || compareRevisions(revision, 'asm-1-27') < 0)
    return 'off';
  if (compareRevisions(revision, 'asm-1-29') >= 0 || revision === installedRevision) return 'on';
  return 'uncertain';
}

/**
 * Whether the application must be made to wait for its sidecar: a native one is always first, a classic one is not.
 *
 * Source: istio/istio 1.30.3, pkg/kube/inject/webhook.go.
 */
export function holdApplicationUntilProxyStarts(versions: MeshVersions): boolean {
  return nativeSidecars(versions) !== 'on';
}

/**
 * Whether an init container of an application can reach the network: with CNI chaining and a classic sidecar, its
 * traffic is redirected to a proxy that does not run yet.
 *
 * Source: istio/istio 1.30.3, cni/pkg/plugin/plugin.go; istio/cni issue 77.
 */
export function initContainersHaveNetwork(versions: MeshVersions): boolean {
  return (
    proxyRedirectionMechanism(versions.installedRevision) === 'InitContainers' ||
    nativeSidecars(versions) === 'on'
  );
}

/** Labels of a namespace by which Kubernetes admits its pods, by what becomes of a pod that does not meet the level. */
export const POD_SECURITY = {
  enforce: 'pod-security.kubernetes.io/enforce',
  audit: 'pod-security.kubernetes.io/audit',
  warn: 'pod-security.kubernetes.io/warn',
} as const;

/** The Pod Security levels, the loosest first. Source: Kubernetes documentation, Pod Security Standards. */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/**
 * The strictest Pod Security level that injected pods meet: `istio-init` runs as root with NET_ADMIN and NET_RAW.
 *
 * Source: AKS documentation, istio-cni.md, 2026-06-24; Kubernetes documentation, Pod Security Standards.
 */
export function podSecurityLevel(installedRevision: Revision): 'privileged' | 'baseline' {
  return proxyRedirectionMechanism(installedRevision) === 'InitContainers' ? 'privileged' : 'baseline';
}
