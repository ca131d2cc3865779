import type { ExposedPort } from '../model/plan/exposures';
import type { GatewayProxies } from '../model/plan/gateway-proxies';
import type { Certificate, Expectation } from './check';
import { atGatewayAddress, exampleHost } from './gateway-address';

/** Days that a certificate must still be valid; cert-manager renews one of 45 days when 15 are left. Source: its documentation. */
const MIN_DAYS_LEFT = 14;

/**
 * The Secret of each certificate is there and fits its hosts, as a client sees it: a gateway without the Secret closes the
 * handshake. The right to read no more than the metadata of a Secret does not exist in Kubernetes.
 */
export function certificateExpectations({
  gateway,
  tls,
  proxies,
}: ExposedPort & { readonly proxies: GatewayProxies }): Expectation[] {
  if (!tls) return [];
  const keys = tls.mode === 'MUTUAL' ? 'tls.crt, tls.key and ca.crt' : 'tls.crt and tls.key';
  return tls.certificates.flatMap(({ credentialName, hosts }) =>
    hosts.map((host): Expectation => {
      const secret = `the Secret ${proxies.namespace}/${credentialName}`;
      const whose = host === '*' ? 'any host' : host;
      const expected = `one for ${whose}, valid for ${MIN_DAYS_LEFT} more days`;
      return {
        name: `the ${gateway} gateway has a certificate for ${whose} from ${secret}`,
        expected,
        settles: true,
        actual: atGatewayAddress(proxies, 'https', async (cluster, endpoint) => {
          const shown = await cluster.certificate({ ...endpoint, host: exampleHost(host) });
          if (typeof shown === 'string')
            return (
              `${endpoint.address}:${endpoint.port} shows no certificate: ${shown}; create ${secret} with ${keys} ` +
              'by kubectl, Key Vault or cert-manager (docs/certificates.md)'
            );
          if (host !== '*' && !shown.covers)
            return `one for ${shown.names}; put one for ${host} into ${secret} (docs/certificates.md)`;
          return shown.daysLeft >= MIN_DAYS_LEFT
            ? expected
            : `one that ${describeExpiry(shown)}; renew ${secret}`;
        }),
      };
    }),
  );
}

function describeExpiry({ ends, daysLeft }: Certificate): string {
  if (daysLeft < 0) return `ended on ${ends}`;
  return `ends on ${ends}, in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
}
