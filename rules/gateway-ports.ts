import { selectsIngressGateway } from '../mesh/gateways';
import { gatewaysIn } from './istio';
import type { ObjectRule } from './rule';

/** Ports that AKS opens on the Services of its ingress gateways. Source: AKS documentation, istio-about.md, istio-deploy-ingress.md. */
const OPEN: readonly unknown[] = [80, 443];

/** A Gateway that selects an ingress gateway of AKS listens on the ports 80 and 443: its Service has no others, and can't be given any. */
export const gatewayPorts: ObjectRule = (objects) =>
  gatewaysIn(objects)
    .filter(({ selector }) => selectsIngressGateway(selector))
    .flatMap(({ object, servers }) =>
      servers
        .map(({ port }, index) => ({ number: port?.number, index }))
        .filter(({ number }) => !OPEN.includes(number))
        .map(({ number, index }) => ({
          object,
          field: `spec.servers.${index}.port.number`,
          value: number,
          problem: 'the ingress gateways of AKS are reached on the ports 80 and 443 only',
          fix: 'listen on 80 for HTTP or 443 for TLS, and tell services apart by their hosts',
        })),
    );
