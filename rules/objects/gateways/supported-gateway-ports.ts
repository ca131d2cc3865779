import { selectsIngressGateway } from '../../../mesh/gateways';
import { findGateways } from '../../../objects/gateways';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * Ports of the Services of the add-on's gateways, with the protocols by which Gateways can share each.
 *
 * Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24; istio/istio, pilot/pkg/model/gateway.go.
 */
const PORTS: Readonly<Record<number, readonly string[]>> = {
  80: ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'],
  443: ['HTTPS', 'TLS'],
};

/**
 * On an ingress gateway that AKS manages, a Gateway listens on 80 for HTTP and on 443 for TLS: its Service has no other ports,
 * and Istio drops one of two protocols on the same port, with all of its applications.
 */
export const supportedGatewayPorts: ObjectRule = (objects) =>
  findGateways(objects)
    .filter(({ selector }) => selectsIngressGateway(selector))
    .flatMap(({ object, servers }) =>
      servers.flatMap(({ port }, index): ObjectFault[] => {
        const { number, protocol } = port ?? {};
        const taken = number === undefined ? undefined : PORTS[number];
        if (taken && typeof protocol === 'string' && !taken.includes(protocol.toUpperCase()))
          return [
            {
              object,
              field: `spec.servers.${index}.port.protocol`,
              value: protocol,
              problem: `applications share port ${number} of the gateway with ${taken.join(' and ')}: Istio drops one of two protocols`,
              fix: 'listen on 80 for HTTP, or on 443 for TLS',
            },
          ];
        if (number === undefined || taken) return [];
        return [
          {
            object,
            field: `spec.servers.${index}.port.number`,
            value: number,
            problem: 'the ingress gateways that AKS manages are reached only on ports 80 and 443',
            fix: 'listen on 80 for HTTP, or on 443 for TLS, and distinguish hosts by their names',
          },
        ];
      }),
    );
