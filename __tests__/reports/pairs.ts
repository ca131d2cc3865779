import {
  answerOf,
  passedThroughTo,
  preflight,
  type Answer,
  type OutsideRequest,
} from '../charts/gateway-evaluator';
import { isAllowed } from '../charts/evaluator';
import { isOpen } from '../charts/network-evaluator';
import { admitted } from '../charts/rate-limit-evaluator';
import type { Manifest } from '../support';

type Fields = Readonly<Record<string, unknown>>;

/** One setting, by what it adds to an environment, and by what shows that it works. */
export interface Feature {
  /** Where it is set: of two in one place, one replaces the other. */
  readonly place: string;
  readonly exposure?: Fields;
  /** Fields of the route for all requests. */
  readonly route?: Fields;
  /** Routes before that one. */
  readonly routes?: readonly Fields[];
  readonly workload?: Fields;
  readonly namespace?: Fields;
  readonly holds: (ask: Ask, objects: readonly Manifest[]) => boolean;
}

/** What a client outside gets, of the gateway or of the workload behind it; with a valid token unless it says otherwise. */
export type Ask = (request?: Partial<OutsideRequest>) => Answer;

export const HOST = 'web.example.com';
const ISSUER = 'https://login.example.com/';
const TOKEN = { iss: ISSUER, sub: 'jo' };
const ORIGIN = 'https://app.example.com';
const issuers = [{ issuer: ISSUER, jwks: '{ "keys": [] }' }];
const cors = { allowOrigins: [ORIGIN], allowMethods: ['GET', 'PUT'] };

/** Asks on HTTPS where it is served, else in plain HTTP. */
export function asker(objects: readonly Manifest[]): Ask {
  const through = passedThroughTo(objects, HOST);
  const gateway = { namespace: 'aks-istio-ingress', serviceAccount: 'aks-istio-ingressgateway-external' };
  if (typeof through !== 'string') {
    const to = { namespace: 'shop', labels: { app: Object.keys(through)[0]!.split('.')[0]! } };
    const isPassed = isAllowed(objects, { to, from: gateway, port: 8080 });
    return () => (isPassed ? { to: through, path: '/' } : { status: 403 });
  }
  const port = answerOf(objects, { host: HOST, port: 443 }) === 'closed' ? 80 : 443;
  return (request = {}) => {
    const asked = { host: HOST, port, token: TOKEN, ...request };
    const answer = answerOf(objects, asked);
    if (typeof answer === 'string' || 'status' in answer) return answer;
    const [service = ''] = Object.keys(answer.to);
    const app = service.split('.')[0]!;
    const { method = 'GET', token, headers } = asked;
    const isPassed = isAllowed(objects, {
      to: { namespace: 'shop', labels: { app } },
      from: gateway,
      port: 8080,
      request: {
        method,
        path: answer.path,
        host: HOST,
        headers,
        token: token === 'invalid' ? undefined : token,
      },
    });
    return isPassed ? answer : { status: 403 };
  };
}

const status = (answer: Answer) => (typeof answer === 'object' && 'status' in answer ? answer.status : 0);
const routed = (answer: Answer) => (typeof answer === 'object' && 'to' in answer ? answer : undefined);
const reaches = (answer: Answer, app: string) =>
  Object.keys(routed(answer)?.to ?? {}).some((to) => to.startsWith(`${app}.`));
const sent = (answer: Answer, name: string) => {
  if (typeof answer === 'string') return undefined;
  const headers = 'status' in answer ? answer.headers : answer.with?.headers;
  return headers?.response?.set?.[name];
};
const LIMIT = { requests: 3, per: '1m' };
const BURST = [{ requests: 10 }];
const tls = (plaintext: string, more: object = {}) => ({
  tls: { credentialName: 'web-tls', plaintext, ...more },
});

/** The settings of one exposed port, its workload and its namespace. */
export const FEATURES: Readonly<Record<string, Feature>> = {
  "tls, plaintext: 'redirect'": {
    place: 'tls',
    exposure: tls('redirect'),
    holds: (ask) => status(ask({ port: 80, token: undefined })) === 301 && reaches(ask({ port: 443 }), 'web'),
  },
  "tls, plaintext: 'allow'": {
    place: 'tls',
    exposure: tls('allow'),
    holds: (ask) => [80, 443].every((port) => reaches(ask({ port }), 'web')),
  },
  "tls, plaintext: 'off'": {
    place: 'tls',
    exposure: tls('off'),
    holds: (ask) => ask({ port: 80 }) === 'closed' && reaches(ask({ port: 443 }), 'web'),
  },
  "tls, mode: 'MUTUAL'": {
    place: 'tls',
    exposure: tls('redirect', { mode: 'MUTUAL' }),
    holds: (ask) => status(ask({ port: 80, token: undefined })) === 301 && reaches(ask({ port: 443 }), 'web'),
  },
  'tls with hsts': {
    place: 'tls',
    exposure: tls('redirect', { hsts: true }),
    holds: (ask) =>
      sent(ask({ port: 443 }), 'strict-transport-security') === 'max-age=31536000' &&
      status(ask({ port: 80, token: undefined })) === 301,
  },
  "tls, mode: 'PASSTHROUGH'": {
    place: 'tls',
    exposure: { tls: { mode: 'PASSTHROUGH' } },
    holds: () => true,
  },
  'jwt at the workload': {
    place: 'jwt',
    exposure: { jwt: { issuers } },
    holds: (ask) => status(ask({ token: undefined })) === 403 && reaches(ask(), 'web'),
  },
  'jwt at the gateway': {
    place: 'jwt',
    exposure: { jwt: { issuers, at: 'gateway' } },
    holds: (ask) => status(ask({ token: undefined })) === 403 && reaches(ask(), 'web'),
  },
  'jwt with open paths': {
    place: 'jwt',
    exposure: { jwt: { issuers, open: ['/health'] } },
    holds: (ask) =>
      status(ask({ token: undefined })) === 403 && reaches(ask({ path: '/health', token: undefined }), 'web'),
  },
  'jwt with open methods': {
    place: 'jwt',
    exposure: { jwt: { issuers, open: [{ path: '/*', methods: ['HEAD'] }] } },
    holds: (ask) =>
      status(ask({ token: undefined })) === 403 && reaches(ask({ method: 'HEAD', token: undefined }), 'web'),
  },
  corsPolicy: {
    place: 'corsPolicy',
    route: { corsPolicy: cors },
    holds: (ask) =>
      ask({ ...preflight(ORIGIN), token: undefined }) === 'preflight' &&
      ask({ ...preflight('https://evil.example.com'), token: undefined }) !== 'preflight',
  },
  'a route that redirects': {
    place: 'redirect',
    routes: [{ uri: { exact: '/old' }, redirect: { uri: '/new' } }],
    holds: (ask) => status(ask({ path: '/old' })) === 301,
  },
  'a redirect with corsPolicy': {
    place: 'redirect',
    routes: [{ uri: { exact: '/old' }, redirect: { uri: '/new' }, corsPolicy: cors }],
    holds: (ask) => status(ask({ path: '/old' })) === 301,
  },
  'a route to another workload': {
    place: 'to',
    routes: [{ uri: { prefix: '/api' }, to: { workload: 'api' } }],
    holds: (ask) => reaches(ask({ path: '/api/x' }), 'api') && reaches(ask(), 'web'),
  },
  rewrite: {
    place: 'rewrite',
    route: { uri: { prefix: '/' }, rewrite: '/v1' },
    holds: (ask) => routed(ask({ path: '/x' }))?.path === '/v1/x',
  },
  'a route by methods': {
    place: 'methods',
    routes: [{ uri: { exact: '/form' }, methods: ['PUT'], to: { workload: 'api' } }],
    holds: (ask) =>
      reaches(ask({ path: '/form', method: 'PUT' }), 'api') && reaches(ask({ path: '/form' }), 'web'),
  },
  'a direct response': {
    place: 'directResponse',
    routes: [{ uri: { exact: '/robots.txt' }, directResponse: { status: 418 } }],
    holds: (ask) => status(ask({ path: '/robots.txt' })) === 418,
  },
  'withoutHeaders and queryParams': {
    place: 'conditions',
    routes: [{ queryParams: { beta: '1' }, withoutHeaders: { 'x-stable': {} }, to: { workload: 'api' } }],
    holds: (ask) =>
      reaches(ask({ path: '/?beta=1' }), 'api') &&
      reaches(ask({ path: '/?beta=1', headers: { 'x-stable': 'yes' } }), 'web'),
  },
  responseHeaders: {
    place: 'responseHeaders',
    route: { responseHeaders: { set: { 'x-frame-options': 'DENY' } } },
    holds: (ask) => sent(ask(), 'x-frame-options') === 'DENY',
  },
  rateLimit: {
    place: 'rateLimit',
    exposure: { rateLimit: LIMIT },
    holds: (ask, objects) => {
      const at = {
        namespace: 'aks-istio-ingress',
        labels: { istio: 'aks-istio-ingressgateway-external' },
      };
      const ports = ([80, 443] as const).filter((port) => routed(ask({ port })));
      return (
        ports.length > 0 &&
        ports.every((port) => admitted(objects, { at, to: { host: HOST, port } }, BURST)[0] === 3)
      );
    },
  },
  rateLimits: {
    place: 'rateLimits',
    workload: { rateLimits: { http: LIMIT } },
    holds: (_, objects) => {
      const at = { namespace: 'shop', labels: { app: 'web' } };
      return admitted(objects, { at, to: { containerPort: 8080 } }, BURST)[0] === 3;
    },
  },
  timeout: {
    place: 'timeout',
    route: { timeout: '3s' },
    holds: (ask) => routed(ask())?.with?.timeout === '3s',
  },
  retries: {
    place: 'retries',
    route: { retries: { attempts: 2 } },
    holds: (ask) => routed(ask())?.with?.retries?.attempts === 2,
  },
  'traffic.mirror': {
    place: 'mirror',
    workload: { traffic: { mirror: { workload: 'api', percentage: 100 } } },
    holds: (ask) => Object.keys(routed(ask())?.copies ?? {}).some((to) => to.startsWith('api.')),
  },
  'traffic.fault': {
    place: 'fault',
    workload: { traffic: { fault: { abort: { httpStatus: 503, percentage: 1 } } } },
    holds: (ask) => routed(ask())?.with?.fault?.abort?.httpStatus === 503,
  },
  'versions with weights': {
    place: 'versions',
    workload: { versions: { v1: {}, v2: {} }, traffic: { weights: { v1: 90, v2: 10 } } },
    holds: (ask) => Object.keys(routed(ask())?.to ?? {}).length === 2,
  },
  "authorization: 'on'": {
    place: 'authorization',
    namespace: { authorization: 'on' },
    holds: (ask, objects) =>
      reaches(ask(), 'web') &&
      !isAllowed(objects, {
        to: { namespace: 'shop', labels: { app: 'web' } },
        from: { namespace: 'shop', serviceAccount: 'other' },
        port: 8080,
        request: { method: 'GET', path: '/', token: TOKEN },
      }),
  },
  networkPolicies: {
    place: 'networkPolicies',
    namespace: { networkPolicies: true },
    holds: (_, objects) =>
      isOpen(
        objects,
        { namespace: 'aks-istio-ingress', labels: { istio: 'aks-istio-ingressgateway-external' } },
        { namespace: 'shop', labels: { app: 'web' } },
        8080,
      ),
  },
  "egress: 'declared'": {
    place: 'egress',
    namespace: { egress: 'declared' },
    holds: (ask) => reaches(ask(), 'web'),
  },
  'mtls exception PERMISSIVE': {
    place: 'mtls',
    workload: { mtls: { http: 'PERMISSIVE' } },
    holds: (_, objects) =>
      objects.some(
        ({ kind, metadata }) => kind === 'PeerAuthentication' && metadata.name === 'web-mtls-exception',
      ),
  },
  'mtls exception DISABLE': {
    place: 'mtls',
    workload: { mtls: { http: 'DISABLE' } },
    holds: (_, objects) =>
      objects.some(
        ({ kind, metadata }) => kind === 'PeerAuthentication' && metadata.name === 'web-mtls-exception',
      ),
  },
};

/** The namespaces of an environment that has some features. */
export function namespacesWith(features: readonly Feature[]): object {
  const of = (part: 'exposure' | 'route' | 'workload' | 'namespace') =>
    Object.assign({}, ...features.map((feature) => feature[part] ?? {})) as Fields;
  const routes = features.flatMap((feature) => feature.routes ?? []);
  const isRouted = routes.length > 0 || Object.keys(of('route')).length > 0;
  const traffic = Object.assign(
    {},
    ...features.map(({ workload }) => (workload?.traffic ?? {}) as object),
  ) as object;
  const isPassed = JSON.stringify(of('exposure')).includes('PASSTHROUGH');
  const port = isPassed ? 'https' : 'http';
  const image = 'example.com/web:1';
  const { mtls, rateLimits } = of('workload') as { mtls?: { http: string }; rateLimits?: { http: object } };
  const workloads = {
    web: {
      image,
      ports: { [port]: { port: 80, targetPort: 8080 } },
      ...of('workload'),
      ...(mtls && { mtls: { [port]: mtls.http } }),
      ...(rateLimits && { rateLimits: { [port]: rateLimits.http } }),
      ...(Object.keys(traffic).length > 0 && { traffic }),
      expose: {
        [port]: { hosts: [HOST], ...of('exposure'), ...(isRouted && { routes: [...routes, of('route')] }) },
      },
    },
    api: { image, ports: { [port]: { port: 80, targetPort: 8080 } } },
  };
  return { shop: { revision: 'asm-1-30', ...of('namespace'), applications: { shop: { workloads } } } };
}
