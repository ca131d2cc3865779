import { oneCertificatePerHost } from '../../../../rules/settings/exposure/one-certificate-per-host';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const hosts = ['shop.example.com', '*.example.org'];
const exposing = (tls: object) =>
  running({
    shop: { image: 'example.com/shop:1', ports: { http: 80, tls: 443 }, expose: { http: { hosts, tls } } },
  });
const at = `${APP}.shop.expose.http.tls.credentialName`;

test.each([
  { credentialName: 'all' },
  { credentialName: { all: hosts } },
  { credentialName: { shop: ['shop.example.com'], org: ['*.example.org'] } },
  { mode: 'PASSTHROUGH' },
])('one certificate for each host is taken: %j', (tls) => {
  expect(settings(oneCertificatePerHost, exposing(tls))).toEqual([]);
});

test('who exposes plain HTTP keeps the rule', () => {
  expect([plain, full].flatMap((environment) => settings(oneCertificatePerHost, environment))).toEqual([]);
});

test('a certificate for a host that is not exposed is rejected', () => {
  const credentialName = { shop: hosts, other: ['other.example.com'] };
  expect(settings(oneCertificatePerHost, exposing({ credentialName }))).toEqual([
    {
      path: `${at}.other`,
      value: 'other.example.com',
      problem:
        "is the certificate of a host that is not exposed here: 'hosts' has shop.example.com, *.example.org",
      fix: "add the host to 'hosts', or remove it here",
    },
  ]);
});

test('two certificates for one host are rejected', () => {
  const credentialName = { shop: hosts, other: ['shop.example.com'] };
  expect(settings(oneCertificatePerHost, exposing({ credentialName }))).toEqual([
    {
      path: `${at}.other`,
      value: 'shop.example.com',
      problem: "'shop' is the certificate of this host too, and the gateway presents one",
      fix: 'set the host for only one of them',
    },
  ]);
});

test('a host without a certificate is rejected', () => {
  expect(
    settings(oneCertificatePerHost, exposing({ credentialName: { shop: ['shop.example.com'] } })),
  ).toEqual([
    {
      path: at,
      value: ['shop'],
      problem: "none of them is the certificate of '*.example.org', so HTTPS would not work for it",
      fix: 'add the host to the Secret that has its certificate',
    },
  ]);
});

test.each([{ credentialName: 'all' }, { mode: 'PASSTHROUGH' }])(
  'an address with TLS is rejected: %j',
  (tls) => {
    const expose = { http: { hosts: ['203.0.113.7'], tls } };
    const environment = running({ shop: { image: 'example.com/shop:1', ports: { http: 80 }, expose } });
    expect(settings(oneCertificatePerHost, environment)).toEqual([
      {
        path: `${APP}.shop.expose.http.hosts`,
        value: '203.0.113.7',
        problem: expect.stringContaining('is an address'),
        fix: "expose it under a host name, or remove 'tls'",
      },
    ]);
  },
);
