import type { ExposedPort, ExposedRoute } from '../../../model/plan/exposures';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A redirect leads to somewhere else than where it is: else the client asks again and again, and gives up. */
export const noRedirectLoops: SettingRule = (environment) =>
  environment.exposures.flatMap((exposure) =>
    exposure.routes.flatMap((route, index): SettingFault[] => {
      if (!route.redirect || !isLoop(route, exposure)) return [];
      return [
        {
          path: `${exposure.path}.routes.${index}.redirect`,
          value: route.redirect,
          problem: 'leads to what the same route takes again, so that the client goes round in circles',
          fix: "lead to another host, to another scheme or to a path that this route's 'uri' does not take",
        },
      ];
    }),
  );

function isLoop({ redirect = {}, uri }: ExposedRoute, { hosts, tls }: ExposedPort): boolean {
  const { authority, scheme, uri: path } = redirect;
  if (authority !== undefined && !hosts.includes(authority)) return false;
  // Plain HTTP is redirected to HTTPS in its turn.
  const schemes = !tls ? ['http'] : tls.plaintext === 'off' ? ['https'] : ['http', 'https'];
  if (scheme !== undefined && !schemes.includes(scheme)) return false;
  // Where HTTP is served as HTTPS is, only the other of the two comes back.
  if (path === undefined || !uri) return true;
  if ('exact' in uri) return uri.exact === path;
  if ('prefix' in uri) return path === uri.prefix || path.startsWith(`${uri.prefix.replace(/\/$/, '')}/`);
  return false;
}
