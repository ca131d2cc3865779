import type { Revision } from '../../mesh/revisions';
import type { MeshFault, MeshState } from '../../mesh/upgrade';
import type { EnvironmentSettings } from '../schema/environment';
import type { SettingFault } from '../fault';

/** The state of an environment's mesh: what an upgrade changes. */
export function getMeshState({
  mesh,
  namespaces,
}: Pick<EnvironmentSettings, 'mesh' | 'namespaces'>): MeshState {
  const { installedRevision, revisions } = mesh;
  const members = Object.entries(namespaces).flatMap(([name, { revision }]) =>
    revision === undefined ? [] : [[name, revision] as const],
  );
  return { installedRevision, revisions, namespaces: Object.fromEntries(members) };
}

/** A fault of the state as one of the setting that it is in. */
export function toSettingFault({ field, value, ...fault }: MeshFault): SettingFault {
  if (field !== 'namespaces') return { path: `mesh.${field}`, value, ...fault };
  const [[name, revision] = ['', value]] = Object.entries(value as Readonly<Record<string, Revision>>);
  return { path: `namespaces.${name}.revision`, value: revision, ...fault };
}
