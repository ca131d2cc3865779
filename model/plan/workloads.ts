import type { ApplicationSettings } from '../schema/application';
import type { EnvironmentSettings, NamespaceSettings } from '../schema/environment';
import type { WorkloadSettings } from '../schema/workload';
import { listPorts, type Port } from './ports';

/** A workload with its place in the tree of an environment. */
export interface PlacedWorkload {
  readonly namespace: string;
  readonly namespaceSettings: NamespaceSettings;
  readonly application: string;
  /** The application that it is part of. */
  readonly applicationSettings: ApplicationSettings;
  readonly name: string;
  readonly settings: WorkloadSettings;
  readonly ports: readonly Port[];
  /** Path of its settings in the environment. */
  readonly path: string;
}

/** Every workload of an environment, in the order of its tree. */
export function listWorkloads({ namespaces }: Pick<EnvironmentSettings, 'namespaces'>): PlacedWorkload[] {
  return Object.entries(namespaces).flatMap(([namespace, namespaceSettings]) =>
    Object.entries(namespaceSettings.applications).flatMap(([application, applicationSettings]) =>
      Object.entries(applicationSettings.workloads).map(([name, settings]) => ({
        namespace,
        namespaceSettings,
        application,
        applicationSettings,
        name,
        settings,
        ports: listPorts(settings),
        path: `namespaces.${namespace}.applications.${application}.workloads.${name}`,
      })),
    ),
  );
}

/** The most pods of a workload that run at a time, as far as its settings say; a Job counts as one. */
export function maxPods({ replicas: shared, versions = {} }: WorkloadSettings): number {
  const running: readonly Pick<WorkloadSettings, 'replicas'>[] = Object.values(versions);
  return (running.length > 0 ? running : [{}]).reduce((sum, { replicas = shared ?? 1 }) => {
    return sum + (typeof replicas === 'number' ? replicas : replicas.max);
  }, 0);
}

/** The annotations of the pods of a workload, as far as its settings say: those of each of its versions. */
export function listPodAnnotations({
  pod,
  versions = {},
}: WorkloadSettings): Readonly<Record<string, string>>[] {
  const running: readonly Pick<WorkloadSettings, 'pod'>[] = Object.values(versions);
  return (running.length > 0 ? running : [{}]).map((version) => ({
    ...pod?.metadata?.annotations,
    ...version.pod?.metadata?.annotations,
  }));
}
