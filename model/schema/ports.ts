import * as z from 'zod';
import { parseProtocol } from '../../mesh/protocols';
import { hints, integerBetween, stringMatching } from './primitives';

export const portNumber = integerBetween(1, 65535).register(hints, { example: 8080 });

/** Source: Kubernetes documentation, Service ports and IANA_SVC_NAME. */
export const portName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: 'must be lower-case letters, digits and single hyphens, with a letter or digit at both ends',
  })
  .max(15, { error: 'must have at most 15 characters' })
  .refine((name) => parseProtocol(name) !== undefined, {
    error:
      'must start with the protocol: PROTOCOL or PROTOCOL-NAME, such as http, grpc-api or tcp-amqp (mesh/protocols.ts lists the protocols)',
  })
  .register(hints, { example: 'http' });

/** The name of a port of some workload: a rule looks it up, and says which there are. */
export const knownPort = z
  .string()
  .regex(/^[a-z]/i, { error: 'must be the name of a port' })
  .register(hints, { example: 'http' });

/** Source: Istio documentation, AuthorizationPolicy, Operation; istio/istio, pkg/config/security, path templates. */
export const pathPattern = stringMatching(
  /^(\*|\/[^\s*{}]*\*?|\*[^\s*{}]+|(\/(\{\*\}|[^\s*{}/]*))+)$/,
  'a path that starts with a slash, with at most one * at its start or its end, or {*} for any one part between slashes',
  '/orders/*',
);
