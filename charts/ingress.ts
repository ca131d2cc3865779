import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/namespaced-chart';
import type { Destination } from '../constructs/ports';
import { Gateway, VirtualService } from '../imports/networking.istio.io';
import { ingressGatewayName, type IngressGateway } from '../mesh/gateways';

export interface IngressChartProps {
  readonly namespace: string;
  /** Start of the names of its Gateway and VirtualService. @default the namespace */
  readonly name?: string;
  /** Ingress gateway of the add-on that lets the traffic in. */
  readonly gateway: IngressGateway;
  /** Host names to answer to; `*` is any. */
  readonly hosts: readonly string[];
  /** Port of the workload that every path leads to, as `workload.port('http')` gives it. */
  readonly backend: Destination;
}

/** The way from outside to one workload: HTTP on port 80 of an ingress gateway. */
export class IngressChart extends NamespacedChart {
  constructor(scope: Construct, id: string, props: IngressChartProps) {
    super(scope, id, { namespace: props.namespace });
    const { namespace, name = namespace, gateway, hosts, backend } = props;
    const door = new Gateway(this, 'gateway', {
      metadata: { name: `${name}-gateway` },
      spec: {
        selector: { istio: ingressGatewayName(gateway) },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [...hosts] }],
      },
    });
    new VirtualService(this, 'route', {
      metadata: { name: `${name}-route` },
      spec: {
        hosts: [...hosts],
        gateways: [door.name],
        http: [
          {
            match: [{ uri: { prefix: '/' } }],
            route: [{ destination: { host: backend.host, port: { number: backend.port } } }],
          },
        ],
      },
    });
  }
}
