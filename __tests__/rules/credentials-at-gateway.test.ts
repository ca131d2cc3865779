import { credentialsAtGateway } from '../../rules/credentials-at-gateway';
import { full, objectsOf, plain } from '../support';
import { object, objects } from './judging';

const AT = 'aks-istio-ingress';
const gateway = (tls: object, istio = 'aks-istio-ingressgateway-external') =>
  object('networking.istio.io/v1', 'Gateway', 'shop', {
    spec: { selector: { istio }, servers: [{ port: { number: 443 }, tls }] },
  });
const makers = (namespace: string) => [
  object('v1', 'Secret', 'shop-tls', {}, namespace),
  object('cert-manager.io/v1', 'Certificate', 'shop', { spec: { secretName: 'shop-tls' } }, namespace),
  object(
    'secrets-store.csi.x-k8s.io/v1',
    'SecretProviderClass',
    'shop',
    { spec: { secretObjects: [{ secretName: 'shop-tls' }] } },
    namespace,
  ),
];
const NAMED = { mode: 'SIMPLE', credentialName: 'shop-tls' };

test('a Secret of the gateway’s namespace is taken, and one that nobody here makes', async () => {
  for (const maker of makers(AT)) expect(objects(credentialsAtGateway, [gateway(NAMED), maker])).toEqual([]);
  expect(objects(credentialsAtGateway, [gateway(NAMED)])).toEqual([]);
  for (const environment of [plain, full])
    expect(objects(credentialsAtGateway, await objectsOf(environment))).toEqual([]);
});

test('the same Secret elsewhere does no harm beside the one that counts', () => {
  const all = [gateway(NAMED), ...makers('reading'), ...makers(AT)];
  expect(objects(credentialsAtGateway, all)).toEqual([]);
});

test('a gateway of one’s own has its Secrets where it runs', () => {
  expect(objects(credentialsAtGateway, [gateway(NAMED, 'my-gateway'), ...makers('reading')])).toEqual([]);
});

test.each(makers('reading').map((maker) => [maker.kind, maker] as const))(
  'a %s that makes the Secret in another namespace is refused',
  (_, maker) => {
    expect(objects(credentialsAtGateway, [gateway(NAMED), maker])).toEqual([
      {
        field: 'spec.servers.0.tls.credentialName',
        value: 'shop-tls',
        problem: `${maker.kind} reading/${maker.metadata.name} makes this Secret in another namespace than that of the ingress gateways`,
        fix: "make it in 'aks-istio-ingress'",
      },
    ]);
  },
);

test.each([
  [{ credentialName: 'reading/shop-tls' }, 'credentialName', 'reading/shop-tls'],
  [{ credentialName: 'kubernetes://reading/shop-tls' }, 'credentialName', 'kubernetes://reading/shop-tls'],
  [{ caCertCredentialName: 'reading/ca' }, 'caCertCredentialName', 'reading/ca'],
  [{ credentialNames: ['a', 'reading/b'] }, 'credentialNames.1', 'reading/b'],
])('a Secret of another namespace is refused: %j', (tls, field, value) => {
  expect(objects(credentialsAtGateway, [gateway(tls)])).toEqual([
    {
      field: `spec.servers.0.tls.${field}`,
      value,
      problem: "an ingress gateway takes Secrets of its own namespace 'aks-istio-ingress' only",
      fix: expect.stringContaining("in 'aks-istio-ingress', and name it without a namespace"),
    },
  ]);
});

test('the gateway’s own namespace may be named', () => {
  expect(objects(credentialsAtGateway, [gateway({ credentialName: `${AT}/shop-tls` })])).toEqual([]);
});
