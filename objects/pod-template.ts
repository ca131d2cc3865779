import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import type { KubernetesObject } from './object';

/** The pods that an object makes, or undefined for one that makes none. */
export function getPodTemplate({ kind, metadata, spec }: KubernetesObject): V1PodTemplateSpec | undefined {
  if (kind === 'Pod') return { metadata, spec } as V1PodTemplateSpec;
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: V1PodTemplateSpec;
    jobTemplate?: { spec?: { template?: V1PodTemplateSpec } };
  };
  return template ?? jobTemplate?.spec?.template;
}

/** Path of the spec of the pods that an object makes. */
export function podSpecPath({ kind }: KubernetesObject): string {
  if (kind === 'Pod') return 'spec';
  return kind === 'CronJob' ? 'spec.jobTemplate.spec.template.spec' : 'spec.template.spec';
}

/** The container's port that a Service's port leads to; undefined for a name that no container of the pods has. */
export function resolveTargetPort(
  { port, targetPort = port }: { readonly port: number; readonly targetPort?: number | string },
  pods: readonly V1PodTemplateSpec[],
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pods
    .flatMap(({ spec }) => spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === targetPort)?.containerPort;
}

/** Whether pods say themselves that they get no sidecar. Source: Istio documentation, Resource Labels. */
export function optsOutOfSidecar({ metadata }: V1PodTemplateSpec): boolean {
  return metadata?.labels?.['sidecar.istio.io/inject'] === 'false';
}
