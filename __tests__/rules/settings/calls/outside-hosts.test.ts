import { outsideHosts } from '../../../../rules/settings/calls/outside-hosts';
import { coast } from '../../../fixtures/calls';
import { APP, full, plain, running } from '../../../support';
import { settings } from '../../judging';

const calling = (callsOutside: object) => running({ shop: { image: 'example.com/shop:1', callsOutside } });
const at = `${APP}.shop.callsOutside`;
const HTTPS = { port: 443, protocol: 'HTTPS' };
const tcp = (...addresses: string[]) => ({ port: 5432, protocol: 'TCP', addresses });

test('hosts outside the cluster are taken, and TCP hosts of different addresses or ports', () => {
  const several = calling({
    'db.example.com': tcp('203.0.113.7'),
    'db2.example.com': tcp('203.0.113.8'),
    'db3.example.com': { ...tcp('203.0.113.7'), port: 5433 },
  });
  expect([plain, full, coast, several].flatMap((environment) => settings(outsideHosts, environment))).toEqual(
    [],
  );
});

test('an address instead of a name is rejected', () => {
  expect(settings(outsideHosts, calling({ '203.0.113.7': HTTPS }))).toEqual([
    {
      path: `${at}.203.0.113.7`,
      value: '203.0.113.7',
      problem: 'is an address, not a host name',
      fix: expect.stringContaining("with the 'protocol' TCP and this address in 'addresses'"),
    },
  ]);
});

test.each(['web.shop.svc.cluster.local', 'web.shop.svc'])('a host of the cluster is rejected: %s', (host) => {
  expect(settings(outsideHosts, calling({ [host]: HTTPS }))).toEqual([
    {
      path: `${at}.${host}`,
      value: host,
      problem: 'is a Service of a cluster, not an outside host',
      fix: expect.stringContaining("declare it in 'calls'"),
    },
  ]);
});

test('two TCP hosts of one address and port are rejected', () => {
  const both = { 'db.example.com': tcp('203.0.113.7'), 'db2.example.com': tcp('203.0.113.8', '203.0.113.7') };
  expect(settings(outsideHosts, calling(both))).toEqual([
    {
      path: `${at}.db2.example.com.addresses`,
      value: '203.0.113.7',
      problem: "'db.example.com' has this address and port too, and TCP is matched by nothing else",
      fix: 'set the address for only one of them',
    },
  ]);
});
