import { namesVersions } from './traffic';
import type { PlacedWorkload } from './workloads';

/** The most pods, in percent, that Envoy puts aside by itself. Source: Envoy documentation, OutlierDetection, max_ejection_percent. */
const ENVOYS_OWN = 10;

/** With half of them, one pod of two is put aside, and never the only one. */
const HALF = 50;

/**
 * The share of pods that outlier detection may put aside where none is set: of the fewest pods that share requests, one, and at most
 * half. Those of manifests are not known: half.
 *
 * Envoy puts a pod aside if (pods put aside + 1) / pods is within the share, so its own share is none of fewer than 10.
 *
 * Source: envoyproxy/envoy, source/common/upstream/outlier_detection_impl.cc, ejectHost.
 */
export function defaultMaxEjectionPercent({
  settings,
  applicationSettings,
}: Pick<PlacedWorkload, 'settings' | 'applicationSettings'>): number {
  if (applicationSettings.source !== undefined) return HALF;
  const { replicas: shared = 1, versions = {} } = settings;
  const running: readonly { readonly replicas?: typeof shared }[] = Object.values(versions);
  const fewest = (running.length > 0 ? running : [{}]).map(({ replicas = shared }) =>
    typeof replicas === 'number' ? replicas : replicas.min,
  );
  const pods = namesVersions(settings)
    ? Math.min(...fewest)
    : fewest.reduce((sum, replicas) => sum + replicas, 0);
  return Math.max(ENVOYS_OWN, Math.min(HALF, Math.ceil(100 / Math.max(pods, 1))));
}
