import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { Gateway, VirtualService } from '../imports/networking.istio.io';
import { ingressGatewayName } from '../mesh/gateways';
import type { ExposedPort } from '../model/exposures';

export interface IngressChartProps {
  readonly namespace: string;
  /** The ports that are reached from outside, each by a Gateway and a VirtualService of its own. */
  readonly exposures: readonly Pick<ExposedPort, 'name' | 'gateway' | 'hosts' | 'service' | 'port'>[];
}

/** The way from outside to the exposed ports of one application: HTTP on port 80 of an ingress gateway. */
export class IngressChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, exposures }: IngressChartProps) {
    super(scope, id, { namespace });
    for (const { name, gateway, hosts, service, port } of exposures) {
      const server = new Gateway(this, `${service}-${port}-gateway`, {
        metadata: { name: `${name}-gateway` },
        spec: {
          selector: { istio: ingressGatewayName(gateway) },
          servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [...hosts] }],
        },
      });
      new VirtualService(this, `${service}-${port}-route`, {
        metadata: { name: `${name}-route` },
        spec: {
          hosts: [...hosts],
          gateways: [server.name],
          http: [
            {
              match: [{ uri: { prefix: '/' } }],
              // The full name means the same Service from every namespace.
              route: [
                {
                  destination: {
                    host: `${service}.${namespace}.svc.cluster.local`,
                    port: { number: port },
                  },
                },
              ],
            },
          ],
        },
      });
    }
  }
}
