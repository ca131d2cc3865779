import { clientAddressesKept } from '../../../../rules/objects/policies/client-addresses-kept';
import { changed, objectsOf, plain } from '../../../support';
import { object, objects } from '../../judging';

const GATEWAY = { istio: 'aks-istio-ingressgateway-external' };
const policy = (rule: object, labels?: object, namespace = 'aks-istio-ingress') =>
  object(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    'office',
    { spec: { ...(labels && { selector: { matchLabels: labels } }), action: 'DENY', rules: [rule] } },
    namespace,
  );
const from = (field: string) => ({ from: [{ source: { [field]: ['203.0.113.0/24', '198.51.100.7'] } }] });
const when = (key: string) => ({ when: [{ key, notValues: ['203.0.113.0/24'] }] });
const local = changed(plain, { 'mesh.gateways': { external: { externalTrafficPolicy: 'Local' } } });
const behindProxy = changed(plain, {
  'mesh.config': { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } },
});
const judge = (rule: object, environment = plain, labels: object | undefined = GATEWAY, namespace?: string) =>
  objects(clientAddressesKept, [policy(rule, labels, namespace)], environment);

test.each<[string, object, string]>([
  ['ipBlocks', from('ipBlocks'), 'from.0.source.ipBlocks'],
  ['notIpBlocks', from('notIpBlocks'), 'from.0.source.notIpBlocks'],
  ['remoteIpBlocks', from('remoteIpBlocks'), 'from.0.source.remoteIpBlocks'],
  ['source.ip', when('source.ip'), 'when.0.notValues'],
  ['remote.ip', when('remote.ip'), 'when.0.notValues'],
])('%s at a gateway that any node passes connections to are rejected, once for a list', (_, rule, field) => {
  expect(judge(rule)).toEqual([
    {
      field: `spec.rules.0.${field}`,
      value: '203.0.113.0/24',
      problem:
        'the external gateway sees the addresses of nodes instead of clients: a node that gets a connection may pass it on to another',
      fix: "set 'mesh.gateways.external.externalTrafficPolicy' to 'Local'",
    },
  ]);
  expect(judge(rule, local)).toEqual([]);
});

test('a proxy before the gateway that is trusted makes remote addresses known, and no others', () => {
  expect(judge(from('remoteIpBlocks'), behindProxy)).toEqual([]);
  expect(judge(from('ipBlocks'), behindProxy)).toHaveLength(1);
});

test('a policy for the whole mesh is for the gateways too, and one for pods that nothing exposes is not', () => {
  expect(judge(from('notIpBlocks'), plain, {}, 'aks-istio-system')).toHaveLength(1);
  expect(judge(from('notIpBlocks'), plain, { app: 'web' }, 'reading')).toEqual([]);
  expect(judge({ from: [{ source: { namespaces: ['reading'] } }] })).toEqual([]);
});

test('a workload that is exposed sees the clients that its gateway sees, by their remote addresses alone', async () => {
  const exposed = plain.exposures[0]!;
  const judgeAll = async (rule: object, environment = plain) =>
    objects(
      clientAddressesKept,
      [...(await objectsOf(plain)), policy(rule, { app: exposed.service }, 'reading')],
      environment,
    );
  expect(await judgeAll(from('remoteIpBlocks'))).toHaveLength(1);
  expect(await judgeAll(from('remoteIpBlocks'), local)).toEqual([]);
  expect(await judgeAll(from('ipBlocks'))).toEqual([]);
});
