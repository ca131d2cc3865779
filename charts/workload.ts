import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { merge } from '../constructs/merge';
import type { Sidecar } from '../constructs/sidecar';
import { Workload, type RunningProps } from '../constructs/workload';
import type { PlacedWorkload } from '../model/plan/workloads';
import type { VersionSettings, WorkloadSettings } from '../model/schema/workload';

export interface WorkloadChartProps {
  readonly workload: PlacedWorkload;
  readonly sidecar: Sidecar | 'none';
}

/** One workload, whatever it is: the chart knows none by name. */
export class WorkloadChart extends NamespacedChart {
  readonly workload: Workload;

  constructor(scope: Construct, id: string, { workload, sidecar }: WorkloadChartProps) {
    super(scope, id, { namespace: workload.namespace });
    const { name, settings, ports } = workload;
    const { statefulSet, job, cronJob, service, serviceAccount, versions } = settings;
    const kind = statefulSet ? 'StatefulSet' : cronJob ? 'CronJob' : job ? 'Job' : 'Deployment';
    const own = statefulSet ?? cronJob ?? job;
    this.workload = new Workload(this, name, {
      kind,
      sidecar,
      app: settings.app ?? name,
      ports,
      service,
      serviceAccount: merge(
        settings.callsKubernetesApi ? { automountServiceAccountToken: true } : {},
        serviceAccount,
      ),
      versions: Object.fromEntries(
        Object.entries(versions ?? { '': {} }).map(([version, stated]) => [
          version,
          runningProps(settings, own, stated),
        ]),
      ),
    });
  }
}

/** What a version runs: its own settings, merged over those of the workload. */
function runningProps(
  settings: WorkloadSettings,
  own: object | undefined,
  version: Partial<VersionSettings>,
): RunningProps {
  return {
    image: version.image ?? settings.image!,
    replicas: version.replicas ?? settings.replicas,
    env: { ...settings.env, ...version.env },
    files: { ...settings.files, ...version.files } as RunningProps['files'],
    container: merge(settings.container, version.container),
    pod: merge(settings.pod, version.pod),
    controller: own ?? merge(settings.deployment, version.deployment),
  };
}
