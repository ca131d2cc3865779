import type { Kind } from '../objects/identity';
import type { Cluster, ListOptions } from './check';
import type { KubernetesObject } from '../objects/object';

/** The part of a pod that checks look at. */
export interface Pod extends KubernetesObject {
  readonly spec: Readonly<
    Record<
      'containers' | 'initContainers',
      readonly { readonly name: string; readonly image: string }[] | undefined
    >
  >;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The template that a controller makes its pods from. */
export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly hostNetwork?: boolean };
}

/** A rendered object that makes pods. */
export interface Controller extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template?: PodTemplate } };
  };
}

export const POD: Kind = { apiVersion: 'v1', kind: 'Pod' };

/** Kinds of controllers whose number of pods is stated. */
const COUNTED = ['Deployment', 'StatefulSet'];

/** Pods that run or will run, without those that are finished or being deleted. */
export async function livePods(cluster: Cluster, where: ListOptions): Promise<Pod[]> {
  const pods = (await cluster.list(POD, where)) as Pod[];
  return pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  );
}

/** Whether Kubernetes would send a pod traffic. */
export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Whether a pod has all these labels. */
export function hasLabels({ metadata }: KubernetesObject, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);
}

/** The rendered objects of a namespace that make pods. */
export function listControllers(namespace: string, rendered: readonly KubernetesObject[]): Controller[] {
  return rendered.filter(
    (object): object is Controller =>
      object.metadata.namespace === namespace && podTemplate(object as Controller) !== undefined,
  );
}

/** The pod template of an object; undefined for one that makes no pods. */
export function podTemplate({ spec }: Controller): PodTemplate | undefined {
  return spec?.jobTemplate?.spec.template ?? spec?.template;
}

/** The fewest pods that a controller keeps; undefined where their number is not stated, as for a Job or a DaemonSet. */
export function minPods(controller: Controller, rendered: readonly KubernetesObject[]): number | undefined {
  const { kind, metadata, spec } = controller;
  if (!COUNTED.includes(kind)) return undefined;
  const autoscaler = rendered.find(
    (object) =>
      object.kind === 'HorizontalPodAutoscaler' &&
      object.metadata.namespace === metadata.namespace &&
      (object as Autoscaler).spec.scaleTargetRef.kind === kind &&
      (object as Autoscaler).spec.scaleTargetRef.name === metadata.name,
  ) as Autoscaler | undefined;
  return autoscaler ? (autoscaler.spec.minReplicas ?? 1) : (spec.replicas ?? 1);
}

interface Autoscaler extends KubernetesObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
  };
}

/**
 * Whether pods of a template stay without a sidecar in a namespace of the mesh, because they say so.
 *
 * Source: Istio documentation, Installing the Sidecar.
 */
export function optsOutOfSidecar({ metadata, spec }: PodTemplate): boolean {
  const inject = 'sidecar.istio.io/inject';
  const stated = metadata?.labels?.[inject] ?? metadata?.annotations?.[inject];
  return stated === 'false' || spec?.hostNetwork === true;
}
