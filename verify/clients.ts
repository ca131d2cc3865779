import { isHttp, protocolOf } from '../mesh/protocols';
import { resolveCall } from '../model/calls';
import type { NamedEnvironment } from '../model/environment';
import { portsOf, type Port } from '../model/ports';
import { podsOf, workloadsOf, type PlacedWorkload } from '../model/workloads';
import type { KubernetesObject } from './check';
import { isUninjected, templateOf, type Controller } from './pods';

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
export function testClientsOf(
  environment: NamedEnvironment,
  rendered: readonly KubernetesObject[],
): TestClient[] {
  return workloadsOf(environment)
    .filter(({ workload }) => workload.testClient === true)
    .map((each) => {
      const found = controllersOf(each, rendered).find(({ kind }) => kind === 'Deployment');
      const isInMesh = each.home.revision !== undefined && !(found && isUninjected(templateOf(found) ?? {}));
      return { ...each, deployment: found?.metadata.name, isInMesh };
    });
}

/** An HTTP port of a namespace for a client to call: if there is one, of a workload that it or its application calls. */
export function targetIn(
  namespace: string,
  environment: NamedEnvironment,
  rendered: readonly KubernetesObject[],
  client?: TestClient,
): Target | undefined {
  const targets = targetsIn(namespace, environment, rendered);
  if (!client) return targets[0];
  const others = targets.filter((each) => each.path !== client.path);
  const callers = [client, ...workloadsOf(environment).filter((each) => isSibling(each, client))];
  const called = callers.flatMap((caller) =>
    Object.keys(caller.workload.calls ?? {}).flatMap((callee) => {
      const found = resolveCall(environment, caller, callee);
      return typeof found === 'string' ? [] : [found.path];
    }),
  );
  return others.find(({ path }) => called.includes(path)) ?? others[0];
}

/** HTTP before what only resembles it: a gRPC service may not like to be asked by curl. */
function targetsIn(
  namespace: string,
  environment: NamedEnvironment,
  rendered: readonly KubernetesObject[],
): Target[] {
  const targets = workloadsOf(environment)
    .filter((each) => each.namespace === namespace && isServing(each))
    .flatMap((each) => {
      const templates = controllersOf(each, rendered).flatMap((controller) => templateOf(controller) ?? []);
      if (templates.some(isUninjected)) return [];
      const labels = templates[0]?.metadata?.labels ?? {};
      return portsOf(each.workload)
        .filter(({ name }) => isHttp(name))
        .map((port): Target => ({ ...each, port, labels }));
    });
  const rank = ({ port }: Target) => (protocolOf(port.name) === 'http' ? 0 : 1);
  return targets.toSorted((a, b) => rank(a) - rank(b));
}

/** Jobs come and go, and what has no pods answers nobody. */
function isServing({ workload }: PlacedWorkload): boolean {
  return !workload.job && !workload.cronJob && podsOf(workload) > 0;
}

function isSibling(each: PlacedWorkload, { namespace, application }: PlacedWorkload): boolean {
  return each.namespace === namespace && each.application === application;
}

/** The rendered controllers of a workload: one, or one for each version. */
function controllersOf(
  { namespace, name, workload }: PlacedWorkload,
  rendered: readonly KubernetesObject[],
): Controller[] {
  const names = Object.keys(workload.versions ?? {}).map((version) => `${name}-${version}`);
  const wanted = names.length > 0 ? names : [name];
  return rendered.filter(
    (object): object is Controller =>
      object.metadata.namespace === namespace &&
      wanted.includes(object.metadata.name) &&
      templateOf(object as Controller) !== undefined,
  );
}
