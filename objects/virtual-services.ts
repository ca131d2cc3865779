import { resolveGatewayName } from './gateways';
import { filterKind, getNamespace } from './identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from './object';

/** A condition on a string. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

type Conditions = Readonly<Record<string, StringMatch | null>>;

/** What a request must be like for a route of a VirtualService to match it. */
export interface HttpMatch {
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Conditions;
  readonly withoutHeaders?: Conditions;
  readonly queryParams?: Conditions;
  readonly ignoreUriCase?: boolean;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
}

/** Destination of a route. */
export interface Destination {
  readonly host?: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

/** A destination and its share. */
export interface RouteDestination {
  readonly destination?: Destination;
  readonly weight?: number;
}

/** A route of a VirtualService; those for TCP and TLS have `route` alone of it, and other matches. */
export interface Route {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly RouteDestination[];
  readonly mirror?: Destination;
  readonly mirrors?: readonly RouteDestination[];
  readonly delegate?: object;
  readonly rewrite?: { readonly uriRegexRewrite?: { readonly match?: string } };
  readonly corsPolicy?: { readonly allowOrigins?: readonly StringMatch[] };
}

/** A VirtualService, as far as rules look at it. */
export interface VirtualService {
  readonly object: KubernetesObject;
  readonly hosts: readonly string[];
  /** Gateways as `namespace/name`, and `mesh` for the sidecars. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly routes: readonly { readonly route: Route; readonly field: string; readonly by: RouteKind }[];
}

/** What a route of a VirtualService is for. */
export type RouteKind = (typeof KINDS)[number];
const KINDS = ['http', 'tls', 'tcp'] as const;

/** The VirtualServices among rendered objects. */
export function findVirtualServices(objects: readonly KubernetesObject[]): VirtualService[] {
  return filterKind(objects, 'VirtualService.networking.istio.io').map((object) => {
    const spec = getSpec(object);
    const stated = listStrings(spec.gateways);
    return {
      object,
      hosts: listStrings(spec.hosts),
      gateways: (stated.length > 0 ? stated : ['mesh']).map((name) => resolveGatewayName(name, object)),
      exportTo: listStrings(spec.exportTo),
      routes: KINDS.flatMap((by) =>
        listObjects<Route>(spec[by]).map((route, index) => ({ route, by, field: `spec.${by}.${index}` })),
      ),
    };
  });
}

/** Every destination of a route, mirrors included, each with the field that sets it. */
export function listDestinations({ route, field }: VirtualService['routes'][number]) {
  const shares = (name: 'route' | 'mirrors') =>
    listObjects<RouteDestination>(route[name]).map(({ destination }, index) => ({
      destination,
      field: `${field}.${name}.${index}.destination`,
    }));
  return [
    ...shares('route'),
    ...shares('mirrors'),
    { destination: route.mirror, field: `${field}.mirror` },
  ].flatMap(({ destination, field: at }) => (destination ? [{ destination, field: at }] : []));
}

/** The VirtualServices to which one with hosts hands requests on, as `namespace/name`, each with the field that does. */
export function listDelegates({ object, hosts, routes }: VirtualService) {
  // One without hosts is a delegate itself, and hands on nothing.
  if (hosts.length === 0) return [];
  return routes.flatMap(({ route, field }) => {
    const { name, namespace } = (route.delegate ?? {}) as { name?: unknown; namespace?: unknown };
    if (typeof name !== 'string') return [];
    return [{ name: `${String(namespace || getNamespace(object))}/${name}`, field: `${field}.delegate` }];
  });
}
