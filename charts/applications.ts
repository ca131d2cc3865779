import type { App } from 'cdk8s';
import { FaultError } from '../model/fault';
import { toFaults } from '../model/read/setting-faults';
import { messageWithUserLine } from '../model/trace';
import { ApplicationChart } from './application';
import { readManifests } from './manifests';
import { objectsIn } from './objects';
import type { DefinedApplication } from './pods';
import type { ApplicationSlice } from './slices';
import { WorkloadChart } from './workload';

/** The starts of the ids of an application's charts. */
interface Ids {
  readonly shared: string;
  readonly workload: string;
}

/**
 * Defines one application, its hook included.
 *
 * @throws FaultError if its manifests or its hook fail
 */
export async function defineApplication(
  app: App,
  ids: Ids,
  slice: ApplicationSlice,
): Promise<DefinedApplication> {
  const { environment, namespace, namespaceSettings, application, settings, workloads } = slice;
  const { revision } = namespaceSettings;
  const sidecar = revision === undefined ? 'none' : { revision, patch: environment.mesh.patch };
  const { source, customize } = settings;
  try {
    const manifests = source && 'yaml' in source ? await readManifests(source.yaml) : undefined;
    const chart = new ApplicationChart(app, ids.shared, { ...slice, sidecar, manifests });
    const own = source
      ? []
      : workloads.map((workload) => {
          const id = `${ids.workload}.${workload.name}`;
          return new WorkloadChart(app, id, { workload, sidecar });
        });
    const constructs = own.map(({ workload }) => [workload.node.id, workload] as const);
    await customize?.({ chart, workloads: Object.fromEntries(constructs), namespace });
    return {
      workloads,
      isForeign: source !== undefined,
      render: () => [chart, ...own].flatMap((each) => objectsIn(each, environment)),
    };
  } catch (error) {
    // Its settings have been checked: what goes wrong comes from its manifests or its hook.
    if (!source && !customize) throw error;
    const [part, value] = source ? ['source', source] : ['customize', customize];
    const fix = source
      ? `make sure that the file or chart is there${'helm' in source ? ', and the program helm' : ''}, and that its hook does what it should`
      : 'fix the hook, or remove it';
    const path = `namespaces.${namespace}.applications.${application}.${part}`;
    const setting = { environment, path, value, problem: messageWithUserLine(error), fix };
    throw new FaultError(toFaults([setting]), 'nothing was written', { cause: error });
  }
}
