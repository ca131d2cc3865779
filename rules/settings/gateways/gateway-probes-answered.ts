import { listGatewaySettings } from '../../../model/plan/gateway-settings';
import { servingPorts } from '../../../model/plan/exposures';
import type { SettingRule } from '../../rule';

/** Port and path on which a gateway's proxy says that it is ready. Source: Istio documentation, Ports used by Istio; istio-proxy's readiness probe. */
const READY = { port: '15021', path: '/healthz/ready' };

/**
 * A health probe over HTTP asks for something that answers: Azure asks by address, so that no host is matched, and the gateway answers
 * 404 unless it serves any host. All nodes would be taken out of use.
 *
 * Source: Azure/AKS 3646; cloud-provider-azure, health probes.
 */
export const gatewayProbesAnswered: SettingRule = (environment) =>
  listGatewaySettings(environment).flatMap(({ gateway, namespace, settings: { annotations }, path }) =>
    ([80, 443] as const).flatMap((port) => {
      const probe = `service.beta.kubernetes.io/port_${port}_health-probe` as const;
      const {
        [`${probe}_protocol` as const]: protocol = 'Tcp',
        [`${probe}_port` as const]: asked,
        [`${probe}_request-path` as const]: requested = '/',
      } = annotations;
      if (protocol.toLowerCase() === 'tcp') return [];
      if (asked === READY.port && requested === READY.path) return [];
      const servesAny = environment.exposures.some(
        (exposure) =>
          exposure.gateway === gateway &&
          (namespace === undefined || exposure.namespace === namespace) &&
          exposure.hosts.includes('*') &&
          servingPorts(exposure).includes(port),
      );
      if (servesAny && asked !== READY.port) return [];
      return [
        {
          path: `${path}.annotations.${probe}_protocol`,
          value: protocol,
          problem:
            asked === READY.port
              ? `asks port ${READY.port} for '${requested}', which it does not have: every node would be taken out of use`
              : `asks the gateway for '${requested}' by its address, and gets 404, as no exposed port serves the host '*': every node would be taken out of use`,
          fix: `ask the proxy whether it is ready: '${probe}_protocol': 'Http', '${probe}_port': '${READY.port}', '${probe}_request-path': '${READY.path}'; or remove the annotation, for a probe by TCP`,
        },
      ];
    }),
  );
