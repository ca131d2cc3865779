import { protocolOf } from '../mesh/protocols';
import { itemsOf, specOf } from './istio';
import { servicesIn } from './registry';
import type { ObjectRule } from './rule';

interface ServicePort {
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/**
 * Every port of a Service in the mesh tells its protocol: of any other Istio guesses by the first bytes, and waits in vain where the
 * server speaks first.
 *
 * Source: Istio documentation, Protocol Selection.
 */
export const guessedPorts: ObjectRule = (objects, { namespaces }) =>
  servicesIn(objects)
    .filter(({ metadata }) => namespaces[metadata.namespace ?? '']?.revision !== undefined)
    .filter((service) => specOf(service).type !== 'ExternalName')
    .flatMap((object) =>
      itemsOf<ServicePort>(specOf(object).ports)
        .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
        .filter(({ name = '', appProtocol }) => appProtocol === undefined && protocolOf(name) === undefined)
        .map(({ name, port }) => ({
          object,
          field: `spec.ports.${name ?? port}`,
          value: name,
          problem: `the name of port ${port} tells Istio no protocol, so that it guesses`,
          fix: "name it PROTOCOL or PROTOCOL-NAME, such as http-web or tcp-amqp, or state 'appProtocol'",
        })),
    );
