import { ApiObject, Helm, type ApiObjectProps } from 'cdk8s';
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { Manifests, place } from '../constructs/manifests';
import { merge } from '../constructs/merge';
import type { Sidecar } from '../constructs/sidecar';
import { Workload, type RunningProps } from '../constructs/workload';
import { createServicePodsFinder, type Pods } from './pods';
import type { KubernetesObject } from '../objects/object';
import { listPorts } from '../model/plan/ports';
import type { Application } from '../model/schema/application';
import type { Version, Workload as WorkloadData } from '../model/schema/workload';

export interface ApplicationChartProps {
  readonly namespace: string;
  /** Name that the namespace gives the application. */
  readonly name: string;
  readonly application: Application;
  readonly sidecar: Sidecar | 'none';
  /** Objects of the application's manifests. @default none */
  readonly manifests?: readonly ApiObjectProps[];
}

/** One application in one namespace, whatever it is: it knows none by name. */
export class ApplicationChart extends NamespacedChart {
  private readonly workloads: Record<string, Workload> = {};
  private findPods?: ReturnType<typeof createServicePodsFinder>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationChartProps,
  ) {
    super(scope, id, { namespace: props.namespace });
    const { namespace, name: applicationName, application, sidecar, manifests = [] } = props;
    const { source, configMaps = {}, secrets = {}, workloads } = application;
    for (const [name, data] of Object.entries(configMaps))
      new k8s.KubeConfigMap(this, `config-map-${name}`, { metadata: { name }, data });
    for (const [name, stringData] of Object.entries(secrets))
      new k8s.KubeSecret(this, `secret-${name}`, { metadata: { name }, type: 'Opaque', stringData });
    if (source === undefined)
      for (const [name, workload] of Object.entries(workloads))
        this.workloads[name] = new Workload(this, name, { sidecar, ...workloadProps(name, workload) });
    else {
      if ('yaml' in source) new Manifests(this, 'source', manifests);
      else
        new Helm(this, 'source', {
          chart: source.helm,
          repo: source.repo,
          version: source.version,
          values: source.values,
          releaseName: source.release ?? applicationName,
          namespace,
        });
      // They stand in a construct of their own, and are no children of the chart.
      for (const object of this.node.findAll().filter(ApiObject.isApiObject)) place(object, sidecar);
    }
  }

  /** The pods of a workload that the application's manifests bring; undefined for one of the engine's, or without a Service. */
  podsOf(name: string): Pods | undefined {
    if (this.props.application.source === undefined) return undefined;
    this.findPods ??= createServicePodsFinder(
      this.node
        .findAll()
        .filter(ApiObject.isApiObject)
        .map((object) => object.toJson() as KubernetesObject),
    );
    return this.findPods(name);
  }

  /** Runs the application's hook, once all that the data says is there. */
  async customize(): Promise<void> {
    const { namespace, application } = this.props;
    await application.customize?.({ chart: this, workloads: this.workloads, namespace });
  }
}

function workloadProps(name: string, workload: WorkloadData) {
  const { statefulSet, job, cronJob, service, serviceAccount, versions } = workload;
  const kind = statefulSet ? 'StatefulSet' : cronJob ? 'CronJob' : job ? 'Job' : 'Deployment';
  const own = statefulSet ?? cronJob ?? job;
  return {
    kind,
    app: workload.app ?? name,
    ports: listPorts(workload),
    service,
    serviceAccount,
    versions: versions
      ? Object.fromEntries(
          Object.entries(versions).map(([version, stated]) => [version, runningProps(workload, own, stated)]),
        )
      : { '': runningProps(workload, own, {}) },
  } as const;
}

/** What a version runs: what it states, laid over what the workload states for all of them. */
function runningProps(workload: WorkloadData, own: object | undefined, version: Version): RunningProps {
  const { image, replicas, env, files, container, pod, deployment } = workload;
  return {
    image: version.image ?? image!,
    replicas: version.replicas ?? replicas,
    env: { ...env, ...version.env },
    files: { ...files, ...version.files } as RunningProps['files'],
    container: merge(container, version.container),
    pod: merge(pod, version.pod),
    controller: own ?? merge(deployment, version.deployment),
  };
}
