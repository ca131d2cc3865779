import type { Revision } from '../mesh/revisions';
import type { Settings } from './settings';

/** Environment variables by name; one that is set but empty counts as stated. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables that override `lab`, with the settings that each takes the place of. */
export const OVERRIDES: Readonly<Record<string, readonly string[]>> = {
  RG_NAME: ['resourceGroup.name'],
  LOCATION: ['resourceGroup.location'],
  AKS_CLUSTER_NAME: ['cluster.name'],
  MESH_REVISION: ['mesh.installedRevision', 'mesh.revisions', 'mesh.namespaces'],
};

/** The settings with the lab's own variables in place; `MESH_REVISION` is the revision of a new mesh. */
export function withOverrides(settings: Settings, variables: Variables): Settings {
  const { resourceGroup, cluster, mesh } = settings;
  const revision = variables.MESH_REVISION as Revision | undefined;
  return {
    ...settings,
    resourceGroup: {
      ...resourceGroup,
      name: variables.RG_NAME ?? resourceGroup.name,
      location: variables.LOCATION ?? resourceGroup.location,
    },
    cluster: { ...cluster, name: variables.AKS_CLUSTER_NAME ?? cluster.name },
    mesh: {
      ...mesh,
      ...(revision !== undefined && {
        installedRevision: revision,
        revisions: [revision],
        namespaces: Object.fromEntries(Object.keys(mesh.namespaces).map((name) => [name, revision])),
      }),
    },
  };
}
