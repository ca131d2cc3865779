import { selectsIngressGateway } from '../mesh/gateways';
import { gatewaysIn } from './istio';
import type { ObjectRule } from './rule';

/** Ports that the Services of the add-on's gateways lead on to. Source: AKS documentation, istio-deploy-ingress.md, 2026-06-24. */
const PORTS = [80, 443];

/** A Gateway listens on 80 and 443 of an ingress gateway that AKS manages: its Service has no other ports, and none can be added. */
export const gatewayPorts: ObjectRule = (objects) =>
  gatewaysIn(objects)
    .filter(({ selector }) => selectsIngressGateway(selector))
    .flatMap(({ object, servers }) =>
      servers.flatMap(({ port }, index) => {
        const number = port?.number;
        if (number === undefined || PORTS.includes(number)) return [];
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
