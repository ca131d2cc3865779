import { listeningPorts, type ExposedPort } from '../../../model/plan/exposures';
import { overlap } from '../../../objects/hosts';
import { describeRouteTo } from '../../routes-to';
import type { SettingRule } from '../../rule';

/**
 * A host is exposed once on each port of a gateway: one may serve HTTPS alone, and another plain HTTP. Between applications only the same host twice is wrong: of `*` and `shop.example.com`,
 * the gateway uses the more specific one. In one list, hosts do not overlap.
 *
 * Source: Envoy documentation, config.route.v3.VirtualHost, domains.
 */
export const uniqueExposedHosts: SettingRule = (environment) => {
  const first = new Map<string, { readonly host: string; readonly exposure: ExposedPort }>();
  return environment.exposures.flatMap((exposure) =>
    exposure.hosts.flatMap((host, index) => {
      const keys = listeningPorts(exposure).map((port) => `${exposure.gateway} ${port} ${host}`);
      const elsewhere = keys.map((key) => first.get(key)).find(Boolean);
      for (const key of keys) if (!first.has(key)) first.set(key, { host, exposure });
      const own = exposure.hosts.slice(0, index).find((each) => overlap(host, each));
      const twin =
        elsewhere && elsewhere.exposure !== exposure
          ? elsewhere
          : own !== undefined && { host: own, exposure };
      if (!twin) return [];
      const isOwn = twin.exposure === exposure;
      return [
        {
          path: `${exposure.path}.hosts`,
          value: host,
          problem: isOwn
            ? `overlaps with '${twin.host}' of the same list`
            : `overlaps with '${twin.host}', which '${twin.exposure.service}' of '${twin.exposure.application}' serves on the same gateway`,
          fix: isOwn
            ? 'set hosts that do not overlap'
            : `give each a host of its own, or expose one on the other gateway; or, for one host, remove this 'expose', and ${shareHost(twin.exposure, exposure)}`,
        },
      ];
    }),
  );
};

/** How the first of two exposures serves both. */
function shareHost(first: ExposedPort, second: ExposedPort): string {
  const { uri } = second.routes[0] ?? {};
  return describeRouteTo(
    { ...first, name: first.service },
    { ...second, name: second.service },
    {
      prefix: uri && 'prefix' in uri && uri.prefix !== '/' ? uri.prefix : undefined,
      port: second.portName === first.portName ? undefined : second.portName,
    },
  );
}
