import { selectsIngressGateway } from '../../../mesh/gateways';
import { findGateways } from '../../../objects/gateways';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * Ports that the Services of the add-on's gateways lead on to, with the protocols that all Gateways can share one by.
 *
 * Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24; istio/istio, pilot/pkg/model/gateway.go.
 */
const PORTS: Readonly<Record<number, readonly string[]>> = {
  80: ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'],
  443: ['HTTPS', 'TLS'],
};

/**
 * A Gateway listens on 80 for HTTP and on 443 for TLS of an ingress gateway that AKS manages: its Service has no other ports, and of two
 * protocols on one port Istio drops one, with all of its applications.
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
              problem: `applications share port ${number} of the gateway by ${taken.join(' and ')}: of two protocols, Istio drops one`,
              fix: 'listen on 80 for HTTP, or on 443 for TLS',
            },
          ];
        if (number === undefined || taken) return [];
        return [
          {
            object,
            field: `spec.servers.${index}.port.number`,
            value: number,
            problem: 'the ingress gateways that AKS manages are reached on ports 80 and 443 alone',
            fix: 'listen on 80 for HTTP, or on 443 for TLS, and tell hosts apart by their names',
          },
        ];
      }),
    );
