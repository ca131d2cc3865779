import type { Application } from './application';
import type { Environment, Namespace } from './environment';
import type { Workload } from './workload';

/** A workload with its place in the tree of an environment. */
export interface PlacedWorkload {
  readonly namespace: string;
  readonly home: Namespace;
  readonly application: string;
  /** The application that it is part of. */
  readonly of: Application;
  readonly name: string;
  readonly workload: Workload;
  /** Path of its data in the environment. */
  readonly path: string;
}

/** Every workload of an environment, in the order of its tree. */
export function workloadsOf({ namespaces }: Pick<Environment, 'namespaces'>): PlacedWorkload[] {
  return Object.entries(namespaces).flatMap(([namespace, home]) =>
    Object.entries(home.applications ?? {}).flatMap(([application, of]) =>
      Object.entries(of.workloads).map(([name, workload]) => ({
        namespace,
        home,
        application,
        of,
        name,
        workload,
        path: `namespaces.${namespace}.applications.${application}.workloads.${name}`,
      })),
    ),
  );
}

/** The most pods of a workload that run at a time, as far as its data says; a Job counts as one. */
export function podsOf({ replicas: all, versions = { '': {} } }: Workload): number {
  return Object.values(versions).reduce((sum, { replicas = all ?? 1 }) => {
    return sum + (typeof replicas === 'number' ? replicas : replicas.max);
  }, 0);
}
