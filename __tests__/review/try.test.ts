import { changed } from '../support';
import { base, outputOf, shop, wordsOf } from './outputs';

const W = 'namespaces.shop.applications.shop.workloads';
const CHANGES: Record<string, Record<string, unknown>> = {
  location: { 'resourceGroup.location': 'northeurope' },
  name: { 'cluster.name': 'shop2' },
  cilium: { 'cluster.networkPolicy': undefined, 'namespaces.shop.networkPolicies': false },
  vm: { 'cluster.nodePool.vmSize': 'Standard_D16s_v5' },
  nodes: { 'cluster.nodePool.nodeCount': 5 },
  tier: { 'cluster.tier': 'Free' },
  prevent: { 'cluster.preventDestroy': true },
  permissive: { [`${W}.payment.mtls`]: { http: 'PERMISSIVE' }, 'namespaces.shop.authorization': 'off' },
  call: { [`${W}.web.calls.payment`]: 'http' },
  last: { [`${W}.orders.calls`]: { ledger: 'tcp-ledger' } },
  host: { [`${W}.web.expose.http.hosts`]: ['www.example.com'] },
  plaintext: { [`${W}.web.expose.http.tls.plaintext`]: 'allow' },
  egress: { 'namespaces.shop.egress': 'any' },
  outside: { [`${W}.payment.callsOutside`]: { 'bank.example.com': { port: 443, protocol: 'HTTPS' } } },
  trial: { 'namespaces.shop.authorization': 'trial' },
  off: { 'namespaces.shop.authorization': 'off' },
  image: { 'namespaces.shop.applications.shop': shop('1.1.0') },
  replicas: { [`${W}.payment.replicas`]: 1 },
  canary: { [`${W}.orders.traffic.weights`]: { v1: 50, v2: 50 } },
  timeout: { [`${W}.orders.traffic.timeout`]: '9s' },
  started: { 'mesh.revisions': ['asm-1-29', 'asm-1-30'] },
  env: { [`${W}.web.env.CURRENCY`]: 'USD' },
  claim: {
    [`${W}.ledger.statefulSet.spec.volumeClaimTemplates.0.spec.storageClassName`]: 'managed-csi-premium',
  },
  schedule: { [`${W}.report.cronJob.spec.schedule`]: '0 7 * * *' },
  gateway: { 'mesh.gateways.external.annotations': { 'service.beta.kubernetes.io/azure-pip-name': 'ip' } },
  config: { 'mesh.config': { accessLogFile: '/dev/stdout' } },
};
test('try', async () => {
  const before = await outputOf({ production: base });
  for (const [name, change] of Object.entries(CHANGES)) {
    const after = await outputOf({ production: changed(base, change) });
    console.log(
      `## ${name}\n${wordsOf(before, after)
        .map((l) => l.slice(0, 330))
        .join('\n')}\n<-- back\n${wordsOf(after, before)
        .map((l) => l.slice(0, 200))
        .join('\n')}`,
    );
  }
});
