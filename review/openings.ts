import { GATEWAY_API_GROUP } from '../mesh/gateways';
import { findApiGateways, findGateways, type GatewayServer } from '../objects/gateways';
import { overlap, resolveHost } from '../objects/hosts';
import { filterKind, getNamespace } from '../objects/identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from '../objects/object';
import {
  findVirtualServices,
  type HttpMatch,
  type Route,
  type StringMatch,
} from '../objects/virtual-services';

/** One way from outside to something inside. */
export interface Opening {
  /** Such as `aks-istio-ingressgateway-external`. */
  readonly gateway: string;
  readonly host: string;
  /** How it is reached: `https`, `http` (plaintext), `tls` (not ended at the gateway) or `redirect` (plaintext that is sent to HTTPS). */
  readonly scheme: string;
  readonly port: number;
  /** Which requests, in words. */
  readonly requests: string;
  readonly destinations: readonly string[];
  /** The objects that it is made of. */
  readonly objects: readonly KubernetesObject[];
}

/** Every way from outside to something inside, by the objects of one side. */
export function listOpenings(objects: readonly KubernetesObject[]): Opening[] {
  return [...istioOpenings(objects), ...apiOpenings(objects)];
}

function istioOpenings(objects: readonly KubernetesObject[]): Opening[] {
  const gateways = new Map(findGateways(objects).map((gateway) => [gateway.name, gateway]));
  return findVirtualServices(objects).flatMap((virtual) =>
    virtual.gateways.flatMap((name): Opening[] => {
      const gateway = gateways.get(name);
      if (!gateway) return [];
      return gateway.servers.flatMap((server) =>
        virtual.hosts
          .filter((host) => (server.hosts ?? []).some((each) => overlap(each.replace(/^[^/]*\//, ''), host)))
          .flatMap((host) => {
            const place = {
              gateway: gateway.selector.istio ?? gateway.name,
              host,
              scheme: schemeOf(server),
              port: server.port?.number ?? 0,
              objects: [gateway.object, virtual.object],
            };
            if (place.scheme === 'redirect') return [{ ...place, requests: '', destinations: [] }];
            return virtual.routes
              .filter(({ by }) => (by === 'http') === place.scheme.startsWith('http'))
              .flatMap(({ route }) =>
                describeMatches(route).map((requests) => ({
                  ...place,
                  requests,
                  destinations: listTargets(route, virtual.object),
                })),
              );
          }),
      );
    }),
  );
}

function schemeOf({ port, tls }: GatewayServer): string {
  if (tls?.httpsRedirect === true) return 'redirect';
  if (tls?.mode === 'PASSTHROUGH' || port?.protocol === 'TLS') return 'tls';
  return port?.protocol === 'HTTPS' ? 'https' : 'http';
}

function listTargets({ route }: Route, { metadata }: KubernetesObject): string[] {
  return listObjects<{ destination?: { host?: string } }>(route).flatMap(({ destination }) =>
    destination?.host === undefined
      ? []
      : resolveHost(destination.host, metadata.namespace).split('.svc.')[0]!,
  );
}

/** The matches of a route, each in words; a route without any is for all requests. */
function describeMatches({ match = [] }: Route): string[] {
  if (match.length === 0) return ['/*'];
  return match.map((each) => describeMatch(each));
}

function describeMatch({ uri, method, headers, ...rest }: HttpMatch): string {
  const conditions = Object.keys({ ...headers, ...rest }).filter(
    (key) => !['name', 'gateways'].includes(key),
  );
  const path = uri ? describeString(uri) : '/*';
  return `${method ? `${describeString(method)} ` : ''}${path}${conditions.length > 0 ? ` with ${conditions.join(', ')}` : ''}`;
}

function describeString({ exact, prefix, regex }: StringMatch): string {
  return exact ?? (prefix === undefined ? `~${regex}` : `${prefix}*`);
}

interface Listener {
  readonly name?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly protocol?: string;
}

interface ApiRule {
  readonly matches?: readonly {
    readonly path?: { readonly type?: string; readonly value?: string };
    readonly method?: string;
  }[];
  readonly filters?: readonly { readonly type?: string }[];
  readonly backendRefs?: readonly { readonly name: string; readonly namespace?: string }[];
}

function apiOpenings(objects: readonly KubernetesObject[]): Opening[] {
  const gateways = findApiGateways(objects);
  return filterKind(objects, `HTTPRoute.${GATEWAY_API_GROUP}`).flatMap((object) => {
    const spec = getSpec(object);
    const own = listStrings(spec.hostnames);
    const parents = listObjects<{ name: string; namespace?: string; sectionName?: string }>(spec.parentRefs);
    return parents.flatMap(({ name, namespace = getNamespace(object), sectionName }) => {
      const gateway = gateways.get(`${namespace}/${name}`);
      const listeners = gateway ? listObjects<Listener>(getSpec(gateway).listeners) : [];
      return listeners
        .filter((listener) => sectionName === undefined || listener.name === sectionName)
        .flatMap((listener) =>
          (own.length > 0 ? own : [listener.hostname ?? '*'])
            .filter((host) => overlap(host, listener.hostname ?? '*'))
            .flatMap((host) => apiRules(object, gateway!, listener, host)),
        );
    });
  });
}

function apiRules(
  object: KubernetesObject,
  gateway: KubernetesObject,
  listener: Listener,
  host: string,
): Opening[] {
  return listObjects<ApiRule>(getSpec(object).rules).flatMap(
    ({ matches = [{}], filters = [], backendRefs = [] }) => {
      const isRedirect = filters.some(({ type }) => type === 'RequestRedirect');
      const plain = isRedirect ? 'redirect' : 'http';
      return matches.map(({ path, method }) => ({
        gateway: `${getNamespace(gateway)}/${gateway.metadata.name}`,
        host,
        scheme: listener.protocol === 'HTTPS' ? 'https' : plain,
        port: listener.port ?? 0,
        requests: isRedirect
          ? ''
          : `${method ? `${method} ` : ''}${path?.value ?? '/'}${path?.type === 'Exact' ? '' : '*'}`,
        destinations: backendRefs.map(({ name, namespace = getNamespace(object) }) => `${name}.${namespace}`),
        objects: [gateway, object],
      }));
    },
  );
}
