import { gatewayCredentialsReadable } from '../../../../rules/objects/gateways/gateway-credentials-readable';
import { object, objects } from '../../judging';

const INGRESS = 'aks-istio-ingress';
const gateway = (tls: object, istio = 'aks-istio-ingressgateway-external') =>
  object('networking.istio.io/v1', 'Gateway', 'door', {
    spec: { selector: { istio }, servers: [{}, { tls }] },
  });
const makers = (namespace: string) => ({
  'a Secret': object('v1', 'Secret', 'shop-tls', {}, namespace),
  'a Certificate': object(
    'cert-manager.io/v1',
    'Certificate',
    'shop',
    { spec: { secretName: 'shop-tls' } },
    namespace,
  ),
  'a SecretProviderClass': object(
    'secrets-store.csi.x-k8s.io/v1',
    'SecretProviderClass',
    'vault',
    { spec: { secretObjects: [{ secretName: 'other' }, { secretName: 'shop-tls' }] } },
    namespace,
  ),
});
const tls = { mode: 'SIMPLE', credentialName: 'shop-tls' };

test.each(Object.entries(makers('reading')))(
  'a credential that %s makes beside the application is rejected',
  (_, maker) => {
    expect(objects(gatewayCredentialsReadable, [maker, gateway(tls)])).toEqual([
      {
        field: 'spec.servers.1.tls.credentialName',
        value: 'shop-tls',
        problem: `${maker.kind} reading/${maker.metadata.name} creates this Secret in another namespace than 'aks-istio-ingress', where the ingress gateway looks for it`,
        fix: "render it in 'aks-istio-ingress'",
      },
    ]);
  },
);

test.each(Object.entries(makers(INGRESS)))(
  "a credential that %s makes in the gateways' namespace is taken, whatever bears its name elsewhere",
  (_, maker) => {
    expect(objects(gatewayCredentialsReadable, [maker, gateway(tls)])).toEqual([]);
    expect(objects(gatewayCredentialsReadable, [maker, makers('reading')['a Secret'], gateway(tls)])).toEqual(
      [],
    );
  },
);

test('a credential that nothing rendered makes is taken: somebody puts it there', () => {
  expect(
    objects(gatewayCredentialsReadable, [gateway(tls), gateway({ mode: 'PASSTHROUGH' }), gateway({})]),
  ).toEqual([]);
});

test.each(['kubernetes://shop-tls', `${INGRESS}/shop-tls`, `kubernetes://${INGRESS}/shop-tls`])(
  "a Secret of the gateways' namespace is accepted as %s",
  (credentialName) => {
    expect(objects(gatewayCredentialsReadable, [gateway({ credentialName })])).toEqual([]);
  },
);

test.each([
  'reading/shop-tls',
  'kubernetes://reading/shop-tls',
  `kubernetes-gateway://${INGRESS}/shop-tls`,
  `${INGRESS}/a/b`,
  'Shop_TLS',
  'shop..tls',
  'builtin://',
])('a credential that is no Secret of that namespace is rejected: %s', (credentialName) => {
  expect(objects(gatewayCredentialsReadable, [gateway({ credentialName })])).toEqual([
    {
      field: 'spec.servers.1.tls.credentialName',
      value: credentialName,
      problem:
        "is not the name of a Secret in 'aks-istio-ingress', the only namespace whose Secrets an ingress gateway reads",
      fix: "put the Secret into 'aks-istio-ingress', and set only its name",
    },
  ]);
});

test('several credentials, and that of the CA, are held to the same', () => {
  const several = { credentialNames: ['fine', 'a/b'], caCertCredentialName: 'c/d' };
  expect(objects(gatewayCredentialsReadable, [gateway(several)]).map(({ field }) => field)).toEqual([
    'spec.servers.1.tls.caCertCredentialName',
    'spec.servers.1.tls.credentialNames.1',
  ]);
});

test('a gateway of one’s own has its Secrets where it runs', () => {
  const secret = makers('reading')['a Secret'];
  expect(objects(gatewayCredentialsReadable, [secret, gateway(tls, 'my-gateway')])).toEqual([]);
});
