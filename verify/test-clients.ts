import { isHttp, parseProtocol } from '../mesh/protocols';
import type { Plan } from '../model/plan';
import type { Port } from '../model/plan/ports';
import { maxPods, type PlacedWorkload } from '../model/plan/workloads';
import { indexKind } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import { createPodFinder } from '../objects/selectors';
import { getSidecarRevision, passesSidecar } from '../objects/sidecar';

/** A workload whose pods have curl. */
export interface TestClient extends PlacedWorkload {
  /** Name of the Deployment to run curl in; undefined where it has none. */
  readonly deployment?: string;
  readonly isInMesh: boolean;
}

/** An HTTP port to call. */
export interface Target extends PlacedWorkload {
  readonly port: Port;
  /** A rendered object that makes its pods. */
  readonly pods: KubernetesObject;
}

/** The test clients of an environment. */
export function findTestClients(environment: Plan, rendered: readonly KubernetesObject[]): TestClient[] {
  const deployments = indexKind(rendered, 'Deployment.apps');
  return environment.workloads
    .filter(({ settings }) => settings.testClient)
    .map((each) => {
      const { namespace, name, settings, namespaceSettings } = each;
      const [version] = Object.keys(settings.versions ?? {});
      const found = deployments.get(`${namespace}/${name}${version === undefined ? '' : `-${version}`}`);
      const revision = found ? getSidecarRevision(found, environment) : namespaceSettings.revision;
      return { ...each, deployment: found?.metadata.name, isInMesh: revision !== undefined };
    });
}

/** The one of some targets for a client to call: if there is one, of a workload that it or its application calls. */
export function chooseTarget(
  targets: readonly Target[],
  environment: Plan,
  client: TestClient,
): Target | undefined {
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

/** The HTTP ports of a namespace that can be called; HTTP before what only resembles it: a gRPC service may not like to be asked by curl. */
export function listTargets(
  namespace: string,
  environment: Plan,
  rendered: readonly KubernetesObject[],
): Target[] {
  const services = indexKind(rendered, 'Service');
  const podsOf = createPodFinder(rendered);
  const targets = environment.workloads
    .filter((each) => each.namespace === namespace && isServing(each))
    .flatMap((each) => {
      const service = services.get(`${namespace}/${each.name}`);
      const [pods, ...others] = service ? podsOf(service) : [];
      if (!pods) return [];
      const isInMesh = ({ targetPort }: Port) =>
        [pods, ...others].every((made) => passesSidecar(made, targetPort, environment));
      return each.ports
        .filter((port) => isHttp(port.name) && isInMesh(port))
        .map((port): Target => ({ ...each, port, pods }));
    });
  const rank = ({ port }: Target) => (parseProtocol(port.name) === 'http' ? 0 : 1);
  return targets.toSorted((a, b) => rank(a) - rank(b));
}

/** Jobs come and go, and a workload without pods does not answer. */
function isServing({ settings }: PlacedWorkload): boolean {
  return !settings.job && !settings.cronJob && maxPods(settings) > 0;
}

function isSibling(each: PlacedWorkload, { namespace, application }: PlacedWorkload): boolean {
  return each.namespace === namespace && each.application === application;
}
