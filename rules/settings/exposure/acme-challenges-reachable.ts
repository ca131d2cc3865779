import { matchesPath } from '../../../model/plan/route-paths';
import type { SettingRule } from '../../rule';

/** Where a certificate authority asks whether a host is one's own, in plain HTTP. Source: RFC 8555, section 8.3. */
const CHALLENGE = '/.well-known/acme-challenge';

/** A route for ACME challenges is reached on port 80, on which they come: a redirect to HTTPS would take them first. */
export const acmeChallengesReachable: SettingRule = (environment) =>
  environment.exposures.flatMap(({ routes, tls, path, hosts }) => {
    if (!tls || tls.plaintext === 'allow') return [];
    return routes.flatMap(({ uri }, index) => {
      if (!uri || !matchesPath(uri, `${CHALLENGE}/token`) || matchesPath(uri, '/')) return [];
      return [
        {
          path: `${path}.routes.${index}.uri`,
          value: uri,
          problem: `challenges come to port 80, on which plain HTTP is ${tls.plaintext === 'off' ? 'not answered' : 'redirected to HTTPS'} before this route is compared`,
          fix: `let plain HTTP be another exposed port: set tls.plaintext to 'off' here, and expose what answers challenges under ${hosts.map((host) => `'${host}'`).join(', ')} without 'tls', with routes: [{ uri: { prefix: '${CHALLENGE}' } }, { redirect: { scheme: 'https' } }]`,
        },
      ];
    });
  });
