import type { Application } from '../schema/application';
import type { Environment, Namespace } from '../schema/environment';
import type { Workload } from '../schema/workload';

/** A workload with its place in the tree of an environment. */
export interface PlacedWorkload {
  readonly namespace: string;
  readonly namespaceSettings: Namespace;
  readonly application: string;
  /** The application that it is part of. */
  readonly applicationSettings: Application;
  readonly name: string;
  readonly settings: Workload;
  /** Path of its data in the environment. */
  readonly path: string;
}

/** Every workload of an environment, in the order of its tree. */
export function listWorkloads({ namespaces }: Pick<Environment, 'namespaces'>): PlacedWorkload[] {
  return Object.entries(namespaces).flatMap(([namespace, home]) =>
    Object.entries(home.applications ?? {}).flatMap(([application, of]) =>
      Object.entries(of.workloads).map(([name, workload]) => ({
        namespace,
        namespaceSettings: home,
        application,
        applicationSettings: of,
        name,
        settings: workload,
        path: `namespaces.${namespace}.applications.${application}.workloads.${name}`,
      })),
    ),
  );
}

/** The most pods of a workload that run at a time, as far as its data says; a Job counts as one. */
export function maxPods({ replicas: all, versions = { '': {} } }: Workload): number {
  return Object.values(versions).reduce((sum, { replicas = all ?? 1 }) => {
    return sum + (typeof replicas === 'number' ? replicas : replicas.max);
  }, 0);
}
