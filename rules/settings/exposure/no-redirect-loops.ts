import type { ExposedPort, ExposedRoute } from '../../../model/plan/exposures';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A redirect does not lead back to its own route: the client would be redirected again and again. */
export const noRedirectLoops: SettingRule = (environment) =>
  environment.exposures.flatMap((exposure) =>
    exposure.routes.flatMap((route, index): SettingFault[] => {
      if (!route.redirect || !isLoop(route, exposure)) return [];
      return [
        {
          path: `${exposure.path}.routes.${index}.redirect`,
          value: route.redirect,
          problem: 'redirects to a URL that this route matches again: a redirect loop',
          fix: "redirect to another host or scheme, or to a path that this route's 'uri' does not match",
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
