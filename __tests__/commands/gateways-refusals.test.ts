import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from '../../commands/gateways-cluster';
import { buildGatewayPatches } from '../../model/plan/gateway-patches';
import { realClock } from '../../verify/clock';
import { scratch } from '../support';
import { example } from '../verify/fixtures';
import { writeKubeconfig } from '../verify/real-client';

// An API server in this process that takes no object, for different reasons.

const folder = scratch();
let answer = { code: 403, message: '' };
const server = createServer((request, response) => {
  const isList = request.method === 'GET';
  response.writeHead(isList ? 200 : answer.code, { 'content-type': 'application/json' });
  const resources = [
    { name: 'services', kind: 'Service', namespaced: true },
    { name: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler', namespaced: true },
  ];
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', ...answer };
  response.end(JSON.stringify(isList ? { kind: 'APIResourceList', resources } : status));
});
let kubeconfig: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  kubeconfig = writeKubeconfig(join(folder, 'config'), { first: url });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function apply(code: number, message: string) {
  answer = { code, message };
  const { cluster } = connect({ environment: example, kubeconfig, context: 'first', clock: realClock });
  const [{ object }] = buildGatewayPatches(example) as [ReturnType<typeof buildGatewayPatches>[number]];
  return cluster.apply(object, { uid: 'uid', force: false, dryRun: false });
}

test.each([
  [403, 'admission webhook "policy.example.com" denied the request: no public addresses'],
  [403, "ValidatingAdmissionPolicy 'addresses' with binding 'all' denied request: no public addresses"],
  [422, 'Service is invalid: spec.ports: Required value'],
])('%d of a policy is what the cluster has against the object: %s', async (code, message) => {
  expect(await apply(code, message)).toEqual({ rejected: message });
});

test('403 of a right is one that is missing, and the role is named', async () => {
  const message = 'services "x" is forbidden: User "me" cannot patch resource "services"';
  await expect(apply(403, message)).rejects.toThrow(/get the role that docs\/gateways\.md has/);
});
