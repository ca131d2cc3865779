import type {
  GatewaySpec,
  VirtualServiceSpecHttpCorsPolicy as CorsPolicy,
} from '../../imports/networking.istio.io';
import type { Manifest } from '../support';
import { isAllowed, type Attempt } from './evaluator';
import { outcomeOf, passedThrough, type Outcome, type Request, type Shares } from './route-evaluator';

/** A request from outside, as it comes to one of the ingress gateways that AKS runs. */
export interface OutsideRequest extends Omit<Request, 'by'> {
  /** @default external */
  readonly gateway?: 'external' | 'internal';
  /** Claims of a valid token; `invalid` is a token that nobody signed. @default no token */
  readonly token?: NonNullable<Attempt['request']>['token'] | 'invalid';
}

/** What a client gets. */
export type Answer = Outcome | 'closed' | 'preflight';

/** A preflight, as a browser sends it before a request of another site. */
export function preflight(origin: string, method = 'GET'): Pick<OutsideRequest, 'method' | 'headers'> {
  return { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } };
}

/**
 * What a gateway answers to a request, by its filters in their order: tokens, policies that deny or allow, CORS, and then the routes, a
 * redirect of plain HTTP among them.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/networking/core/listener_builder.go and httproute.go; Envoy documentation, CORS filter.
 */
export function answerOf(objects: readonly Manifest[], request: OutsideRequest): Answer {
  const { gateway = 'external', token, method = 'GET', path = '/', port = 80, host, headers } = request;
  if (!isOpenAt(objects, gateway, host, port)) return 'closed';
  if (token === 'invalid' && checksTokens(objects, gateway)) return { status: 401 };
  const read = token === 'invalid' ? undefined : token;
  const attempt = { to: podsOf(gateway), port, request: { method, path, host, headers, token: read } };
  if (!isAllowed(objects, attempt)) return { status: 403 };
  const outcome = outcomeOf(objects, { ...request, by: gateway });
  // CORS belongs to the route that would be taken, had it the method that is asked for.
  const wanted = headers?.['access-control-request-method'];
  if (method !== 'OPTIONS' || wanted === undefined || headers?.origin === undefined) return outcome;
  const meant = outcomeOf(objects, { ...request, by: gateway, method: wanted });
  const cors = 'to' in meant ? meant.with?.corsPolicy : undefined;
  if (!cors) return outcome;
  const isKnown = allowsOrigin(cors, headers.origin);
  if (isKnown) return 'preflight';
  return (cors.unmatchedPreflights as string | undefined) === 'IGNORE' ? { status: 200 } : outcome;
}

/** Where TLS goes that the gateway passes through: its policies see a connection without requests. */
export function passedThroughTo(
  objects: readonly Manifest[],
  name: string,
  gateway: 'external' | 'internal' = 'external',
): Shares | 'closed' | 'denied' {
  return isAllowed(objects, { to: podsOf(gateway), port: 443 })
    ? passedThrough(objects, gateway, name)
    : 'denied';
}

const podsOf = (gateway: string) => ({
  namespace: 'aks-istio-ingress',
  labels: { istio: `aks-istio-ingressgateway-${gateway}` },
});

function isOpenAt(objects: readonly Manifest[], gateway: string, host: string, port: number): boolean {
  const servers = objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion === 'networking.istio.io/v1')
    .map(({ spec }) => spec as GatewaySpec)
    .filter(({ selector }) => selector?.istio === `aks-istio-ingressgateway-${gateway}`)
    .flatMap(({ servers: all = [] }) => all)
    .filter((server) => server.port.number === port);
  const covers = (each: string) =>
    each === '*' || each === host || (each.startsWith('*.') && host.endsWith(each.slice(1)));
  // Plain HTTP is open for any host once it is for one, and answers 404 to the others.
  return port === 80 ? servers.length > 0 : servers.some(({ hosts }) => hosts.some(covers));
}

function checksTokens(objects: readonly Manifest[], gateway: string): boolean {
  const [, wanted] = Object.entries(podsOf(gateway).labels)[0]!;
  return objects.some(
    ({ kind, metadata, spec }) =>
      kind === 'RequestAuthentication' &&
      metadata.namespace === 'aks-istio-ingress' &&
      (spec as { selector?: { matchLabels?: Record<string, string> } }).selector?.matchLabels?.istio ===
        wanted,
  );
}

function allowsOrigin({ allowOrigins = [] }: CorsPolicy, origin: string): boolean {
  return allowOrigins.some(
    ({ exact, prefix, regex }) =>
      exact === origin ||
      exact === '*' ||
      (prefix !== undefined && origin.startsWith(prefix)) ||
      (regex !== undefined && new RegExp(`^(?:${regex})$`).test(origin)),
  );
}
