import { serviceHost } from '../../mesh/service-host';
import type { Plan } from '../../model/plan';
import { getMeshState } from '../../model/plan/mesh-state';
import type { Check, Cluster, Expectation, DesiredState, Skipped } from '../check';
import { chooseTarget, findTestClients, listTargets, type Target, type TestClient } from '../test-clients';
import { createMtlsFinder } from '../../objects/effective-mtls';
import { describePolicies } from '../peer-authentications';

/** Status, curl's exit code and the server that answered; curl prints them after a rejected connection too. */
const FORMAT = '%{http_code} %{exitcode} %header{server}';

/** What curl prints of a connection that was reset: no status, and exit code 56. */
const REFUSED = '000 56';

/** Statuses by which a proxy says that it got no answer; any other is one of the service. */
const NO_ANSWER = ['502', '503', '504'];

/** mTLS: the policies are the rendered ones, and calls from outside and inside the mesh end as they say. */
export const mtls: Check = {
  summary:
    'the mTLS policies are the rendered ones; a client outside the mesh is rejected under STRICT and served under PERMISSIVE; a client inside is served',
  example: '200 0 istio-envoy',
  expectations: (desired) =>
    Object.keys(getMeshState(desired.environment).namespaces).flatMap((namespace) => [
      policies(namespace, desired),
      ...calls(namespace, desired),
    ]),
};

function policies(namespace: string, { rendered }: DesiredState): Expectation {
  return {
    name: `${namespace} has the rendered mTLS policies and no others`,
    expected: describePolicies(namespace, rendered),
    actual: async (cluster) => {
      const kind = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' };
      return describePolicies(namespace, await cluster.list(kind, { namespace }));
    },
  };
}

/** A call from every test client to one HTTP port of a namespace. */
function calls(namespace: string, { environment, rendered }: DesiredState): (Expectation | Skipped)[] {
  const targets = listTargets(namespace, environment, rendered);
  if (targets.length === 0)
    return [
      {
        name: `${namespace} is called by test clients`,
        skipped: `no workload of ${namespace} has an HTTP port to call`,
      },
    ];
  const clients = findTestClients(environment, rendered);
  const modeOf = createMtlsFinder(rendered, environment);
  const nobody = (where: 'outside' | 'inside') => ({
    name: `${namespace} is called from ${where} the mesh`,
    skipped: `no test client runs ${where} the mesh (testClient: true of a workload makes it one)`,
  });
  return [false, true].flatMap((isInMesh): (Expectation | Skipped)[] => {
    const group = clients.filter((client) => client.isInMesh === isInMesh);
    if (group.length === 0) return [nobody(isInMesh ? 'inside' : 'outside')];
    return group.map((client) => {
      const target = chooseTarget(targets, environment, client);
      const who = `${client.namespace}/${client.name}`;
      if (!target)
        return {
          name: `${namespace} is called by ${who}`,
          skipped: `${who} itself has the only HTTP port of ${namespace}`,
        };
      const rejects = !isInMesh && modeOf(target.pods, target.port.targetPort) === 'STRICT';
      return call(client, target, rejects, environment);
    });
  });
}

function call(client: TestClient, target: Target, rejects: boolean, environment: Plan) {
  const { namespace, deployment, isInMesh } = client;
  const who = `${namespace}/${client.name}, a client ${isInMesh ? 'inside' : 'outside'} the mesh`;
  const name = `${target.namespace} ${rejects ? 'rejects' : 'serves'} ${who}`;
  if (deployment === undefined)
    return { name, skipped: `${namespace}/${client.name} has no Deployment to run curl in` };
  const host = `${serviceHost(target.name, target.namespace)}:${target.port.port}`;
  const probe = ['curl', '-sI', '-o', '/dev/null', '--max-time', '10', '-w', FORMAT, host];
  const server = expectedServer(environment, isInMesh);
  const served = `answered${server ? ` by ${server}` : ''}`;
  return {
    name,
    expected: rejects ? REFUSED : served,
    settles: true,
    actual: async (cluster: Cluster) => {
      const printed = await cluster.exec(deployment, namespace, probe);
      return !rejects && isAnswer(printed, server) ? served : printed;
    },
  };
}

/** Who the answer is from: the client's own proxy, or outside the mesh that of the service; undefined where the mesh hides it. */
function expectedServer({ mesh }: Plan, isInMesh: boolean): string | undefined {
  if (mesh.config?.defaultConfig?.proxyHeaders?.server !== undefined) return undefined;
  return isInMesh ? 'envoy' : 'istio-envoy';
}

/** Whether curl got an answer of the service, of whatever status: it may have nothing at `/`. */
function isAnswer(printed: string, server: string | undefined): boolean {
  const [status = '', exitCode, ...by] = printed.split(' ');
  const isStatus = /^[1-5]\d\d$/.test(status) && !NO_ANSWER.includes(status);
  return isStatus && exitCode === '0' && (server === undefined || by.join(' ') === server);
}
