import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  Gateway,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  GatewaySpecListenersTlsMode as Mode,
  type GatewaySpecListeners,
} from '../imports/gateway.networking.k8s.io';
import { GATEWAY_CLASS } from '../mesh/gateways';
import { infrastructureAnnotations } from '../model/plan/gateway-settings';
import { buildListeners, type Listener } from '../model/plan/listeners';
import { gatewaysIn, type NamespaceSlice } from './slices';

/**
 * The gateways of one namespace, by Kubernetes' Gateway API: one for each kind, with all hosts of its applications. Each has an
 * address of its own, so that one for each exposed port would cost an address for each.
 */
export class GatewayApiChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: NamespaceSlice) {
    const { namespace, settings, exposures } = slice;
    const { revision } = settings;
    super(scope, id, { namespace });
    for (const gateway of gatewaysIn(slice)) {
      const annotations = infrastructureAnnotations(gateway, settings);
      new Gateway(this, gateway, {
        metadata: {
          name: gateway,
          // Without it, the newer of two control planes would take over the gateway before its namespace moves.
          ...(revision !== undefined && { labels: { 'istio.io/rev': revision } }),
        },
        spec: {
          gatewayClassName: GATEWAY_CLASS,
          ...(Object.keys(annotations).length > 0 && { infrastructure: { annotations } }),
          listeners: exposures
            .filter((exposure) => exposure.gateway === gateway)
            .flatMap(buildListeners)
            .map(renderListener),
        },
      });
    }
  }
}

function renderListener({ name, port, hostname, credentialName }: Listener): GatewaySpecListeners {
  return {
    name,
    port,
    protocol: credentialName === undefined ? 'HTTP' : 'HTTPS',
    ...(hostname !== undefined && { hostname }),
    ...(credentialName !== undefined && {
      tls: { mode: Mode.TERMINATE, certificateRefs: [{ name: credentialName }] },
    }),
    allowedRoutes: { namespaces: { from: From.SAME } },
  };
}
