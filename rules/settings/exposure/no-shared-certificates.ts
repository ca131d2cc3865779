import { buildListeners } from '../../../model/plan/listeners';
import type { ExposedPort } from '../../../model/plan/exposures';
import type { Plan } from '../../../model/plan';
import type { SettingRule } from '../../rule';

/**
 * A warning: hosts of different listeners of a gateway show different certificates. A browser that has a connection to one host uses it
 * for every other host of the same certificate, and the first host's listener answers 404.
 *
 * Source: RFC 9113, section 9.1.1; Istio documentation, Common problems, 404 errors when multiple gateways are configured with the same TLS
 * certificate; istio/istio 49023.
 */
export const noSharedCertificates: SettingRule = (environment) => {
  const { gatewayApi } = environment.mesh;
  const first = new Map<string, { readonly exposure: ExposedPort; readonly listener: string }>();
  return environment.exposures.flatMap((exposure) => {
    const { path, gateway, namespace } = exposure;
    const place = gatewayApi ? `${namespace} ${gateway}` : gateway;
    return listCertificates(exposure, environment).flatMap(({ credentialName, listener, host }) => {
      const key = `${place} ${credentialName}`;
      const other = first.get(key);
      if (!other) first.set(key, { exposure, listener });
      if (!other || other.listener === listener) return [];
      const whose =
        other.exposure === exposure
          ? 'another host of the same list'
          : `'${other.exposure.hosts.join(', ')}'`;
      return [
        {
          path: `${path}.tls.credentialName`,
          value: credentialName,
          problem: `'${host}' shows the same certificate as ${whose} on another listener of the gateway: browsers reuse the connection to one for the other, and get 404`,
          fix: gatewayApi
            ? 'give each host a Secret with a certificate of its own alone: the Gateway API has a listener for each host'
            : "give each host a Secret with a certificate of its own alone, or serve the hosts by one exposed port: list them in its 'hosts', and route by 'routes'",
        },
      ];
    });
  });
};

interface Shown {
  readonly credentialName: string;
  /** What tells the listener from others of the gateway. */
  readonly listener: string;
  readonly host: string;
}

/** Each certificate of an exposed port, with its listener: Istio's own Gateway has one for all hosts of a certificate. */
function listCertificates(exposure: ExposedPort, { mesh }: Pick<Plan, 'mesh'>): Shown[] {
  if (mesh.gatewayApi)
    return buildListeners(exposure).flatMap(({ credentialName, name, hostname = '*' }) =>
      credentialName === undefined ? [] : [{ credentialName, listener: name, host: hostname }],
    );
  return (exposure.tls?.certificates ?? []).map(({ credentialName, hosts }) => ({
    credentialName,
    listener: exposure.path,
    host: hosts.join(', '),
  }));
}
