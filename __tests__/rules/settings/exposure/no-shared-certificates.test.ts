import { noSharedCertificates } from '../../../../rules/settings/exposure/no-shared-certificates';
import { APP, changed, running } from '../../../support';
import { settings } from '../../judging';

const image = 'example.com/web:1';
const site = (hosts: readonly string[], credentialName: string | object, more: object = {}) => ({
  image,
  ports: { http: 80 },
  expose: { http: { hosts, tls: { credentialName }, ...more } },
});
const withGatewayApi = { 'mesh.gatewayApi': true, 'mesh.ingressGateways': [] };
const shared = running({
  docs: site(['docs.example.com'], 'any-tls'),
  shop: site(['shop.example.com'], 'any-tls'),
});
const together = running({ docs: site(['docs.example.com', 'shop.example.com'], 'any-tls') });

test.each([
  [
    'certificates of their own',
    running({ docs: site(['docs.example.com'], 'docs-tls'), shop: site(['shop.example.com'], 'shop-tls') }),
  ],
  ['one exposed port', together],
  [
    'another gateway',
    running({
      docs: site(['docs.example.com'], 'any-tls'),
      shop: site(['shop.example.com'], 'any-tls', { gateway: 'internal' }),
    }),
  ],
  [
    'certificates of their own, with the Gateway API',
    changed(
      running({
        docs: site(['a.example.com', 'b.example.com'], {
          'a-tls': ['a.example.com'],
          'b-tls': ['b.example.com'],
        }),
      }),
      withGatewayApi,
    ),
  ],
])('hosts with %s are accepted', (_, environment) => {
  expect(settings(noSharedCertificates, environment)).toEqual([]);
});

test('two exposed ports with one certificate on one gateway are warned of', () => {
  expect(settings(noSharedCertificates, shared)).toEqual([
    {
      path: `${APP}.shop.expose.http.tls.credentialName`,
      value: 'any-tls',
      problem: expect.stringContaining(
        "'shop.example.com' shows the same certificate as 'docs.example.com'",
      ) as string,
      fix: expect.stringContaining("list them in its 'hosts'") as string,
    },
  ]);
});

test('with the Gateway API, two hosts of one list are too, and the advice is another', () => {
  const [fault, ...others] = settings(noSharedCertificates, changed(together, withGatewayApi));
  expect(others).toEqual([]);
  expect(fault!.problem).toContain('another host of the same list');
  expect(fault!.fix).toBe(
    'give each host a Secret with a certificate of its own alone: the Gateway API has a listener for each host',
  );
});
