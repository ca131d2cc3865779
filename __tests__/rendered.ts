import { renderObjects } from '../charts/synth';
import type { Environment } from '../model/schema/environment';
import { planOf, type Manifest } from './support';
import type { Plan } from '../model/plan';

const revision = 'asm-1-30';

/** Settings beside the namespaces; those of the mesh and the cluster are added to what stands there. */
export type Parts = Partial<Record<keyof Environment, object>>;

/** The settings of an environment of these namespaces; whether they match the schema is for a test to see. */
export function settingsOf(namespaces: object, { mesh, cluster, ...beside }: Parts = {}): Environment {
  const settings = {
    resourceGroup: { name: 'rg-test', location: 'westeurope' },
    state: { backend: 'local' },
    cluster: {
      name: 'test',
      kubernetesVersion: '1.35',
      tier: 'Standard',
      nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
      ...cluster,
    },
    mesh: { installedRevision: revision, revisions: [revision], ingressGateways: ['external'], ...mesh },
    namespaces,
    ...beside,
  };
  return settings as unknown as Environment;
}

/** An environment with these namespaces, which are in the mesh unless they say otherwise. */
export function environmentOf(
  namespaces: Environment['namespaces'],
  mesh: Partial<Environment['mesh']> = {},
): Plan {
  return planOf(settingsOf(namespaces, { mesh }));
}

/** Every object that these namespaces give. */
export async function objectsIn(
  namespaces: Environment['namespaces'],
  mesh: Partial<Environment['mesh']> = {},
): Promise<Manifest[]> {
  return (await renderObjects(environmentOf(namespaces, mesh))) as unknown as Manifest[];
}

/** One of the objects. */
export function one(objects: readonly Manifest[], kind: string, name: string): Manifest {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0]!;
}
