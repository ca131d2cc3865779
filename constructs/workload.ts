import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { Construct } from 'constructs';
import { podTemplatePointer } from '../objects/pod-template';
import { autoscalerSpec, type AutoscalerProps } from './autoscaler';
import { merge } from './merge';
import { fileContents, podTemplate, type FileSource, type Port } from './pod';
import type { Sidecar } from './sidecar';

type Fields = Readonly<Record<string, unknown>>;

/** What runs: of a workload, or of one of its versions. */
export interface RunningProps {
  readonly image: string;
  /** A number of pods, or what a HorizontalPodAutoscaler scales by. @default 1 */
  readonly replicas?: number | AutoscalerProps;
  readonly env?: Fields;
  readonly files?: Readonly<Record<string, FileSource>>;
  /** Kubernetes' own fields, merged over what is rendered. */
  readonly container?: object;
  readonly pod?: object;
  /** Fields of the Deployment, StatefulSet, Job or CronJob. */
  readonly controller?: object;
}

export interface WorkloadProps {
  readonly kind: 'Deployment' | 'StatefulSet' | 'Job' | 'CronJob';
  /** The sidecar that the namespace injects; `none` outside the mesh. */
  readonly sidecar: Sidecar | 'none';
  /** Value of the label `app`, and name of the container. */
  readonly app: string;
  readonly ports: readonly Port[];
  /** What runs, by version; the key '' is a workload without versions. */
  readonly versions: Readonly<Record<string, RunningProps>>;
  readonly service?: object;
  readonly serviceAccount?: object;
}

/** A ServiceAccount, a Service where there are ports, and a controller of pods for each version. */
export class Workload extends Construct {
  readonly serviceAccount: ApiObject;
  readonly service?: ApiObject;
  /** By version. */
  readonly controllers: Readonly<Record<string, ApiObject>>;
  /** Path of the pod template in each controller. */
  readonly podTemplate: string;

  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    this.serviceAccount = this.object('service-account', 'v1', 'ServiceAccount', id, props.serviceAccount, {
      automountServiceAccountToken: false,
    });
    if (props.ports.length > 0)
      this.service = this.object('service', 'v1', 'Service', id, props.service, {
        spec: {
          type: 'ClusterIP',
          selector: { app: props.app },
          ports: props.ports.map((port) => ({ ...port })),
        },
      });
    this.podTemplate = podTemplatePointer(props);
    this.controllers = Object.fromEntries(
      Object.entries(props.versions).map(([version, running]) => [
        version,
        this.controller(version === '' ? id : `${id}-${version}`, version, running, props),
      ]),
    );
  }

  private controller(name: string, version: string, running: RunningProps, props: WorkloadProps): ApiObject {
    const { kind, app, ports, sidecar } = props;
    const labels = { app, ...(version !== '' && { version }) };
    const contentMap = `${name}-files`;
    const data = fileContents(running.files);
    if (Object.keys(data).length > 0)
      new k8s.KubeConfigMap(this, contentMap, { metadata: { name: contentMap }, data });

    const ends = kind === 'Job' || kind === 'CronJob';
    const serviceAccountName = this.serviceAccount.name;
    const { image, env, files, container, pod } = running;
    // A Job's template cannot be changed: what rolls other pods would only stop it from being applied.
    const rolls = kind !== 'Job';
    const template = podTemplate({
      labels,
      image,
      env,
      files,
      container,
      pod,
      sidecar,
      serviceAccountName,
      ports,
      ends,
      rolls,
      contentMap,
    });
    const { replicas = 1 } = running;
    const scaled = typeof replicas === 'number' ? { replicas } : {};
    const selector = { matchLabels: labels };
    const spec = {
      Deployment: { ...scaled, selector, template },
      StatefulSet: { ...scaled, serviceName: this.node.id, selector, template },
      Job: { template },
      CronJob: { jobTemplate: { spec: { template } } },
    }[kind];
    const apiVersion = ends ? 'batch/v1' : 'apps/v1';
    const controller = this.object(
      `controller${version && `-${version}`}`,
      apiVersion,
      kind,
      name,
      running.controller,
      { spec },
    );
    if (typeof replicas !== 'number')
      this.object(
        `autoscaler${version && `-${version}`}`,
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        name,
        {},
        {
          spec: {
            scaleTargetRef: { apiVersion, kind, name },
            ...autoscalerSpec(replicas),
          },
        },
      );
    return controller;
  }

  private object(
    id: string,
    apiVersion: string,
    kind: string,
    name: string,
    stated: object | undefined,
    rendered: Fields,
  ): ApiObject {
    return new ApiObject(this, id, {
      apiVersion,
      kind,
      ...merge({ metadata: { name }, ...rendered }, stated),
    });
  }
}
