import { serviceHost } from '../../mesh/service-host';
import { isHttp } from '../../mesh/protocols';
import type { Plan } from '../../model/plan';
import type { Call, CallGraph } from '../../model/plan/call-graph';
import type { Port } from '../../model/plan/ports';
import type { PlacedWorkload } from '../../model/plan/workloads';
import { type Check, type Expectation, type DesiredState, type Skipped } from '../check';
import { calleeName, listProxyCalls } from '../../objects/proxy-calls';
import { findTestClients, type TestClient } from '../test-clients';
import { describeObject } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';

/** The body of the answer, its status and curl's exit code. */
const FORMAT = ' %{http_code} %{exitcode}';

/** What a sidecar answers to a request that no policy allows. Source: Istio documentation, Security problems. */
const DENIED = 'RBAC: access denied 403 0';

/** What curl prints of a connection that a proxy ends: no status, and an empty reply or a reset. */
const RESET = /^000 (52|56)$/;

/** Methods that read: the others would change something, and `verify` changes nothing. */
const SAFE = ['GET', 'HEAD'];

const KINDS = ['AuthorizationPolicy', 'RequestAuthentication'].map((kind) => ({
  apiVersion: 'security.istio.io/v1',
  kind,
}));

/** Authorization: the policies are the rendered ones, and the test clients inside the mesh reach what they declare and no more. */
export const authorization: Check = {
  summary:
    'where authorization is on, the policies are the rendered ones; a test client inside the mesh is allowed to make the calls that it declares, and denied all others',
  example: '200 0 instead of a denial',
  expectations: (desired) => {
    const { environment } = desired;
    const graph = environment.graph;
    return Object.entries(environment.namespaces).flatMap(
      ([namespace, { revision, authorization: mode }]) => {
        if (revision === undefined) return [];
        const policies = policyExpectations(namespace, desired);
        return mode === 'on' ? [policies, ...callsInto(namespace, graph, desired)] : [policies];
      },
    );
  },
};

function policyExpectations(namespace: string, { rendered }: DesiredState): Expectation {
  return {
    name: `${namespace} has the rendered policies of authorization and no others`,
    expected: describePolicies(
      rendered.filter(
        ({ kind, metadata }) => KINDS.some((each) => each.kind === kind) && metadata.namespace === namespace,
      ),
    ),
    actual: async (cluster) => {
      const found = await Promise.all(KINDS.map((kind) => cluster.list(kind, { namespace })));
      return describePolicies(found.flat());
    },
  };
}

function describePolicies(policies: readonly KubernetesObject[]): string {
  const dryRun = ({ metadata }: KubernetesObject) =>
    metadata.annotations?.['istio.io/dry-run'] === 'true' ? ' (trial)' : '';
  return (
    policies
      .map((each) => `${describeObject(each)}${dryRun(each)}`)
      .toSorted()
      .join('; ') || 'none'
  );
}

/** What each test client inside the mesh may and may not do at each port of a namespace. */
function callsInto(
  namespace: string,
  graph: CallGraph,
  { environment, rendered }: DesiredState,
): (Expectation | Skipped)[] {
  const clients = findTestClients(environment, rendered).filter(({ isInMesh }) => isInMesh);
  if (clients.length === 0)
    return [
      {
        name: `${namespace} is called from inside the mesh`,
        skipped: 'no test client runs inside the mesh (testClient: true of a workload makes it one)',
      },
    ];
  const callees = graph.workloads.filter(
    (each) => each.namespace === namespace && !each.settings.job && !each.settings.cronJob,
  );
  const byProxies = Map.groupBy(listProxyCalls(rendered, environment), calleeName);
  /** What a sidecar may call, its application may: they have one identity. */
  const isOfProxies = (client: TestClient, { name }: PlacedWorkload, { targetPort }: Port) =>
    (byProxies.get(`${namespace}/${name}`) ?? []).some(
      ({ callee, from }) =>
        callee?.port === targetPort && from.some((each) => each.namespace === client.namespace),
    );
  return clients.flatMap((client) =>
    callees
      .filter(({ path }) => path !== client.path)
      .flatMap((callee) =>
        callee.ports.map((port) => {
          const expected = call(client, callee, port, graph, environment);
          if ('skipped' in expected || expected.expected === 'allowed') return expected;
          if (!isOfProxies(client, callee, port)) return expected;
          const who = `${client.namespace}/${client.name}`;
          const name = `${who} may call ${callee.namespace}/${callee.name} on ${port.name}`;
          return { name, skipped: `sidecars of '${client.namespace}' call it by themselves` };
        }),
      ),
  );
}

function call(
  client: TestClient,
  callee: PlacedWorkload,
  port: Port,
  graph: CallGraph,
  environment: Plan,
): Expectation | Skipped {
  const declared = graph.calls.filter(
    (each) =>
      each.caller.path === client.path && each.callee.path === callee.path && each.port.name === port.name,
  );
  const who = `${client.namespace}/${client.name}`;
  const what = `${callee.namespace}/${callee.name} on ${port.name}`;
  const isLetIn = declared.length > 0;
  const name = `${who} ${isLetIn ? 'may' : 'may not'} call ${what}`;
  if (client.deployment === undefined) return { name, skipped: `${who} has no Deployment to run curl in` };
  if (isLetIn && !isHttp(port.name)) return { name, skipped: 'curl does not speak its protocol' };
  const request = isLetIn ? safeRequest(declared) : { method: 'GET', path: '/' };
  if (!request) return { name, skipped: 'every declared call may change something, and verify only reads' };
  const { deployment, namespace } = client;
  const url = `http://${serviceHost(callee.name, callee.namespace)}:${port.port}${request.path}`;
  const head = request.method === 'HEAD' ? ['--head', '-o', '/dev/null'] : [];
  const probe = ['curl', '-s', ...head, '--max-time', '10', '-w', FORMAT, url];
  // A sidecar that does not know the host ends the call by itself, in one of several ways.
  const knows = environment.namespaces[client.namespace]?.egress === 'any';
  const expected = isLetIn ? 'allowed' : 'denied';
  return {
    name,
    expected,
    settles: true,
    actual: async (cluster) => {
      const printed = (await cluster.exec(deployment, namespace, probe)).trim();
      const seen = isLetIn ? isAnswered(printed) : isRefused(printed, port, knows);
      return seen ? expected : printed.slice(-200);
    },
  };
}

/** A declared request that only reads; undefined if there is none. */
function safeRequest(calls: readonly Call[]): { method: string; path: string } | undefined {
  for (const { methods = SAFE, paths = ['/'] } of calls) {
    const method = methods.find((each) => SAFE.includes(each));
    if (method !== undefined) return { method, path: examplePath(paths[0]!) };
  }
  return undefined;
}

/** A path that a declared one matches. */
function examplePath(path: string): string {
  const example = path.replaceAll('{*}', 'verify').replace('*', 'verify');
  return example.startsWith('/') ? example : `/${example}`;
}

/** Whether a request reached the service, whatever it answered. */
function isAnswered(printed: string): boolean {
  const [, status] = /(?:^| )(\d{3}) 0$/.exec(printed) ?? [];
  return (
    status !== undefined &&
    status !== '000' &&
    !['502', '503', '504'].includes(status) &&
    !printed.endsWith(DENIED)
  );
}

function isRefused(printed: string, port: Port, knows: boolean): boolean {
  if (printed.endsWith(DENIED) && isHttp(port.name)) return true;
  if (!isHttp(port.name)) return RESET.test(printed) || (!knows && / ?(502|503) 0$/.test(printed));
  return !knows && (RESET.test(printed) || /(^| )(502|503) 0$/.test(printed));
}
