import { isHttp, protocolOf } from '../mesh/protocols';
import type { Plan } from '../model/plan';
import type { Port } from '../model/plan/ports';
import { maxPods, type PlacedWorkload } from '../model/plan/workloads';
import type { KubernetesObject } from '../objects/object';
import { optsOutOfSidecar, podTemplate, type Controller } from './pods';

/** A workload whose pods have curl. */
export interface TestClient extends PlacedWorkload {
  /** Name of the Deployment to run curl in; undefined where it has none. */
  readonly deployment?: string;
  readonly isInMesh: boolean;
}

/** An HTTP port to call. */
export interface Target extends PlacedWorkload {
  readonly port: Port;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The test clients of an environment. */
export function findTestClients(environment: Plan, rendered: readonly KubernetesObject[]): TestClient[] {
  return environment.workloads
    .filter(({ settings: workload }) => workload.testClient)
    .map((each) => {
      const found = findControllers(each, rendered).find(({ kind }) => kind === 'Deployment');
      const isInMesh =
        each.namespaceSettings.revision !== undefined &&
        !(found && optsOutOfSidecar(podTemplate(found) ?? {}));
      return { ...each, deployment: found?.metadata.name, isInMesh };
    });
}

/** An HTTP port of a namespace for a client to call: if there is one, of a workload that it or its application calls. */
export function findTarget(
  namespace: string,
  environment: Plan,
  rendered: readonly KubernetesObject[],
  client?: TestClient,
): Target | undefined {
  const targets = listTargets(namespace, environment, rendered);
  if (!client) return targets[0];
  const others = targets.filter((each) => each.path !== client.path);
  const callers = [client, ...environment.workloads.filter((each) => isSibling(each, client))];
  const called = callers.flatMap((caller) =>
    Object.keys(caller.settings.calls).flatMap((callee) => {
      const found = environment.resolveCall(caller, callee);
      return typeof found === 'string' ? [] : [found.path];
    }),
  );
  return others.find(({ path }) => called.includes(path)) ?? others[0];
}

/** HTTP before what only resembles it: a gRPC service may not like to be asked by curl. */
function listTargets(namespace: string, environment: Plan, rendered: readonly KubernetesObject[]): Target[] {
  const targets = environment.workloads
    .filter((each) => each.namespace === namespace && isServing(each))
    .flatMap((each) => {
      const templates = findControllers(each, rendered).flatMap(
        (controller) => podTemplate(controller) ?? [],
      );
      if (templates.some(optsOutOfSidecar)) return [];
      const labels = templates[0]?.metadata?.labels ?? {};
      return each.ports.filter(({ name }) => isHttp(name)).map((port): Target => ({ ...each, port, labels }));
    });
  const rank = ({ port }: Target) => (protocolOf(port.name) === 'http' ? 0 : 1);
  return targets.toSorted((a, b) => rank(a) - rank(b));
}

/** Jobs come and go, and what has no pods answers nobody. */
function isServing({ settings: workload }: PlacedWorkload): boolean {
  return !workload.job && !workload.cronJob && maxPods(workload) > 0;
}

function isSibling(each: PlacedWorkload, { namespace, application }: PlacedWorkload): boolean {
  return each.namespace === namespace && each.application === application;
}

/** The rendered controllers of a workload: one, or one for each version. */
function findControllers(
  { namespace, name, settings: workload }: PlacedWorkload,
  rendered: readonly KubernetesObject[],
): Controller[] {
  const names = Object.keys(workload.versions ?? {}).map((version) => `${name}-${version}`);
  const wanted = names.length > 0 ? names : [name];
  return rendered.filter(
    (object): object is Controller =>
      object.metadata.namespace === namespace &&
      wanted.includes(object.metadata.name) &&
      podTemplate(object as Controller) !== undefined,
  );
}
