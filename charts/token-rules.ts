import type { AuthorizationPolicySpecRules as Rule } from '../imports/security.istio.io';
import { gatewaySource } from '../model/plan/identities';
import { servingPorts, type ExposedPort } from '../model/plan/exposures';
import { listClosedRequests } from '../model/plan/open-paths';
import type { Plan } from '../model/plan';
import type { Jwt } from '../model/schema/exposure';

/** A port whose requests need a token. */
export type ExposureWithToken = ExposedPort & { readonly jwt: Jwt };

interface Operation {
  readonly hosts?: string[];
  readonly ports?: string[];
  readonly methods?: string[];
  readonly notMethods?: string[];
  readonly notPaths?: string[];
}

/** Header of a preflight, without which OPTIONS is a request like any other. Source: Fetch Standard, CORS-preflight request. */
const PREFLIGHT = 'request.headers[access-control-request-method]';

/**
 * The rules that deny requests without the token that an exposed port asks for, at its gateway or at the workload.
 *
 * @param ports ports of the workload; its gateway knows its own
 */
export function renderTokenRules(
  exposure: ExposureWithToken,
  ports: readonly string[],
  environment: Plan,
): Rule[] {
  const { jwt } = exposure;
  const isAtGateway = jwt.at === 'gateway';
  const place: Operation = isAtGateway ? placeAtGateway(exposure) : { ports: [...ports] };
  const through = isAtGateway ? {} : gatewaySource(exposure, environment);
  const isThrough = Object.keys(through).length > 0;
  const notRequestPrincipals = jwt.issuers.map(({ issuer }) => `${issuer}/*`);
  const unproven: Rule[] = [
    { from: [{ source: { ...through, notRequestPrincipals } }] },
    ...Object.entries(jwt.claims ?? {}).map(([claim, values]) => ({
      ...(isThrough && { from: [{ source: through }] }),
      when: [{ key: `request.auth.claims[${claim}]`, notValues: [...values] }],
    })),
  ];
  const closed = listClosedRequests(jwt.open).map((each) => ({ ...place, ...each }));
  if (!isAtGateway || !exposure.routes.some(({ corsPolicy }) => corsPolicy))
    return unproven.map((rule) => ({ ...rule, to: closed.map((operation) => ({ operation })) }));
  // The gateway asks for the token before its CORS policy answers a preflight, which carries none.
  const others = closed.flatMap(({ methods, notMethods = [], ...rest }): Operation[] => {
    const left = methods?.filter((method) => method !== 'OPTIONS');
    if (left) return left.length > 0 ? [{ ...rest, methods: left }] : [];
    return [{ ...rest, notMethods: [...new Set([...notMethods, 'OPTIONS'])] }];
  });
  const options = closed
    .filter(({ methods, notMethods = [] }) => methods?.includes('OPTIONS') ?? !notMethods.includes('OPTIONS'))
    .map((each): Operation => ({ ...each, notMethods: undefined, methods: ['OPTIONS'] }));
  return unproven.flatMap((rule) => [
    { ...rule, to: others.map((operation) => ({ operation })) },
    ...(options.length > 0
      ? [
          {
            ...rule,
            to: options.map((operation) => ({ operation })),
            when: [...(rule.when ?? []), { key: PREFLIGHT, notValues: ['*'] }],
          },
        ]
      : []),
  ]);
}

/**
 * The hosts and ports of an exposed port as the gateway sees them. A host may come with its port. On a port that only redirects, nothing
 * is asked for; and TLS that the gateway passes through has no host, so that a rule which names no port would deny all of it.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/model; IST0133.
 */
function placeAtGateway(exposure: ExposureWithToken): Operation {
  // `*` is set too, as Istio rejects an empty operation.
  const named = exposure.hosts.flatMap((host) => (host.startsWith('*') ? [host] : [host, `${host}:*`]));
  return { hosts: named, ports: servingPorts(exposure).map(String) };
}
