import { RE2JS } from 're2js';
import type {
  DestinationRuleSpec,
  GatewaySpec,
  VirtualServiceSpec,
  VirtualServiceSpecHttp as Route,
  VirtualServiceSpecHttpMatch as Match,
} from '../../imports/networking.istio.io';
import { getPodTemplate } from '../../objects/pod-template';
import type { Manifest } from '../support';

/** A request as the proxy sees it that routes it. */
export interface Request {
  /** Who routes it: the sidecar of a caller, or an ingress gateway. */
  readonly by: 'mesh' | 'external' | 'internal';
  /** Host that is asked for; of a Service its full name. */
  readonly host: string;
  /** @default 80 */
  readonly port?: number;
  /** @default / */
  readonly path?: string;
  /** @default GET */
  readonly method?: string;
  /** By name in small letters. @default none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parts of the requests in percent, by where they go, such as `web.shop:80 v1`. */
export type Shares = Readonly<Record<string, number>>;

/** What becomes of a request. */
export type Outcome =
  | {
      readonly status: number;
      readonly location?: string;
      readonly body?: string;
      /** Changes of the headers of the answer. @default none */
      readonly headers?: Route['headers'];
    }
  | {
      readonly to: Shares;
      /** Path that the workload sees. */
      readonly path: string;
      /** Who gets a copy. @default nobody */
      readonly copies?: Shares;
      /** What else the route states. */
      readonly with?: Pick<Route, 'timeout' | 'retries' | 'fault' | 'corsPolicy' | 'headers'>;
    };

/**
 * What becomes of a request by the Gateways, VirtualServices and DestinationRules among rendered objects, as Istio decides: the
 * first route that matches counts, and what none matches gets a 404. No connection, where no server of a gateway takes the host,
 * is the status 0.
 *
 * Source: Istio documentation, VirtualService and Gateway; istio/istio, pilot/pkg/networking/core/route.
 */
export function outcomeOf(objects: readonly Manifest[], request: Request): Outcome {
  const { by, host, port = 80, path = '/' } = request;
  const services = by === 'mesh' ? servicesOfMesh(objects, host) : servicesOfGateway(objects, by, host, port);
  if (services === 'closed') return { status: port === 443 ? 0 : 404 };
  if (services === 'redirect') return { status: 301, location: `https://${host}${path}` };
  if (by === 'mesh' && services.length === 0) return { to: { [shortOf(host, port)]: 100 }, path };
  const routes = services.flatMap(({ http = [] }) => http);
  const route = routes.find(({ match = [{}] }) => match.some((each) => isMatch(each, request)));
  if (!route) return { status: 404 };
  const matched = (route.match ?? [{}]).find((each) => isMatch(each, request))!;
  const { directResponse: direct, headers } = route;
  const changes = headers && { headers };
  if (direct) return { status: direct.status, body: direct.body?.string ?? '', ...changes };
  if (route.redirect) return { ...redirected(route.redirect, request), ...changes };
  const { timeout, retries, fault, corsPolicy, mirrors = [] } = route;
  const kept = Object.entries({ timeout, retries, fault, corsPolicy, headers }).filter(([, value]) => value);
  return {
    to: sharesOf(objects, route.route ?? []),
    path: route.rewrite?.uri === undefined ? path : rewritten(path, matched, route.rewrite.uri),
    ...(mirrors.length > 0 && {
      copies: sharesOf(
        objects,
        mirrors.map(({ destination, percentage }) => ({ destination, weight: percentage?.value ?? 100 })),
      ),
    }),
    ...(kept.length > 0 && { with: Object.fromEntries(kept) }),
  };
}

/** Where TLS goes that the gateway passes through, by the server name of its first message; `closed` where nobody takes it. */
export function passedThrough(
  objects: readonly Manifest[],
  by: 'external' | 'internal',
  name: string,
): Shares | 'closed' {
  const services = servicesOfGateway(objects, by, name, 443, 'PASSTHROUGH');
  if (typeof services === 'string') return 'closed';
  const route = services
    .flatMap(({ tls = [] }) => tls)
    .find(({ match }) => match.some(({ port, sniHosts }) => port === 443 && covering(sniHosts, name)));
  return route ? sharesOf(objects, route.route ?? []) : 'closed';
}

/** Where a connection of the mesh goes whose requests Istio does not read. */
export function connected(objects: readonly Manifest[], host: string, port: number): Shares {
  const routes = servicesOfMesh(objects, host).flatMap(({ tcp = [] }) => tcp);
  const route = routes.find(({ match = [{}] }) => match.some((each) => (each.port ?? port) === port));
  return route ? sharesOf(objects, route.route ?? []) : { [shortOf(host, port)]: 100 };
}

function servicesOfMesh(objects: readonly Manifest[], host: string): VirtualServiceSpec[] {
  return specsOf<VirtualServiceSpec>(objects, 'VirtualService')
    .map(({ spec }) => spec)
    .filter(({ gateways = ['mesh'], hosts = [] }) => gateways.includes('mesh') && hosts.includes(host));
}

function servicesOfGateway(
  objects: readonly Manifest[],
  by: 'external' | 'internal',
  host: string,
  port: number,
  mode?: 'PASSTHROUGH',
): VirtualServiceSpec[] | 'closed' | 'redirect' {
  const servers = specsOf<GatewaySpec>(objects, 'Gateway')
    .filter(({ spec }) => spec.selector?.istio === `aks-istio-ingressgateway-${by}`)
    .flatMap(({ spec, name, namespace }) =>
      (spec.servers ?? []).map((server) => ({ ...server, name, namespace })),
    )
    .filter((server) => server.port.number === port && covering(server.hosts, host))
    .filter(({ tls }) => (mode === 'PASSTHROUGH') === ((tls?.mode as string | undefined) === 'PASSTHROUGH'));
  // Of several that take a host, the one that says more.
  const [server] = servers.toSorted(
    (a, b) => covering(b.hosts, host)!.length - covering(a.hosts, host)!.length,
  );
  if (!server) return 'closed';
  if (server.tls?.httpsRedirect) return 'redirect';
  return specsOf<VirtualServiceSpec>(objects, 'VirtualService')
    .filter(({ spec, namespace }) => namespace === server.namespace && spec.gateways?.includes(server.name))
    .map(({ spec }) => spec)
    .filter(({ hosts = [] }) => covering(hosts, host));
}

function specsOf<Spec>(objects: readonly Manifest[], wanted: string) {
  return objects
    .filter(({ kind, apiVersion }) => kind === wanted && apiVersion === 'networking.istio.io/v1')
    .map(({ metadata: { name, namespace }, spec }) => ({ name, namespace, spec: spec as Spec }));
}

/** The host of a list that takes a name. */
function covering(hosts: readonly string[], name: string): string | undefined {
  return hosts.find(
    (host) => host === '*' || host === name || (host.startsWith('*.') && name.endsWith(host.slice(1))),
  );
}

function isMatch(match: Match, { port = 80, path = '/', method = 'GET', headers = {} }: Request): boolean {
  const {
    uri,
    method: stated,
    headers: all = {},
    withoutHeaders = {},
    queryParams = {},
    port: on,
    ...rest
  } = match;
  const query = new URLSearchParams(path.split('?')[1]);
  if (Object.keys(rest).length > 0) throw new Error(`${Object.keys(rest).join(', ')} is not evaluated`);
  return (
    (on ?? port) === port &&
    (!uri || isLike(uri, path.split('?')[0]!)) &&
    (!stated || isLike(stated, method)) &&
    Object.entries(all).every(([name, each]) => headers[name] !== undefined && isLike(each, headers[name])) &&
    Object.entries(withoutHeaders).every(([name, each]) => !hasHeader(headers[name], each)) &&
    Object.entries(queryParams).every(([name, each]) => query.has(name) && isLike(each, query.get(name)!))
  );
}

/** A condition without a string asks for the header alone; any other compares a missing header as an empty one. */
function hasHeader(value: string | undefined, match: StringMatch): boolean {
  return Object.keys(match).length === 0 ? value !== undefined : isLike(match, value ?? '');
}

interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** Whether a text is meant. Envoy compares the whole of it with a regular expression of RE2. */
function isLike({ exact, prefix, regex }: StringMatch, text: string): boolean {
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  return RE2JS.compile(regex!).matches(text);
}

/** What was matched is replaced letter by letter, and all of the path where that was matched; the query stays. */
function rewritten(path: string, { uri }: Match, to: string): string {
  const [bare = '', ...query] = path.split('?');
  const matched = uri?.exact ?? uri?.prefix ?? '/';
  return [`${to}${bare.slice(matched.length)}`, ...query].join('?');
}

function redirected(redirect: NonNullable<Route['redirect']>, { host, path = '/' }: Request) {
  const { scheme = 'http', authority = host, uri = path, redirectCode = 301 } = redirect;
  return { status: redirectCode, location: `${scheme}://${authority}${uri}` };
}

type Share = NonNullable<Route['route']>[number];

function sharesOf(objects: readonly Manifest[], shares: readonly Partial<Share>[]): Shares {
  const all = shares.map(({ destination, weight = shares.length === 1 ? 100 : 0 }) => {
    const { host, port, subset } = destination!;
    if (subset !== undefined) demandPods(objects, host, subset);
    return [`${shortOf(host, port!.number!)}${subset === undefined ? '' : ` ${subset}`}`, weight] as const;
  });
  return Object.fromEntries(all.toSorted());
}

/** A subset without pods, or without a rule that says which, answers 503. */
function demandPods(objects: readonly Manifest[], host: string, subset: string): void {
  const [name, namespace] = host.split('.');
  const labels = specsOf<DestinationRuleSpec>(objects, 'DestinationRule')
    .filter(({ spec }) => spec.host === host)
    .flatMap(({ spec }) => spec.subsets ?? [])
    .find((each) => each.name === subset)?.labels;
  const service = objects.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
  );
  const { selector = {} } = (service?.spec ?? {}) as { selector?: Record<string, string> };
  const wanted = Object.entries({ ...selector, ...labels });
  const isRun = objects.some((object) => {
    const own = getPodTemplate(object)?.metadata?.labels ?? {};
    return object.metadata.namespace === namespace && wanted.every(([key, value]) => own[key] === value);
  });
  if (!labels || !isRun) throw new Error(`503: no pods of ${host} are the subset ${subset}`);
}

/** A Service and its port, as the tests name it. */
function shortOf(host: string, port: number): string {
  return `${host.replace('.svc.cluster.local', '')}:${port}`;
}
