import { resolveHost, matchingPatterns } from '../../../objects/hosts';
import { resolveGatewayName, findGateways, type Gateway } from '../../../objects/gateways';
import { findVirtualServices, type HttpMatch, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, listStrings } from '../../../objects/object';

/**
 * A VirtualService names Gateways that exist, and each of its hosts is one that such a Gateway accepts from its namespace:
 * requests for any other are answered with 404.
 */
export const routeHostsMatchGateways: ObjectRule = (objects) => {
  const gateways = new Map(
    findGateways(objects).map((gateway) => [gateway.name, { gateway, takes: createHostMatcher(gateway) }]),
  );
  return findVirtualServices(objects).flatMap((virtual) => [
    ...missingFaults(virtual, gateways),
    ...hostFaults(virtual, gateways),
  ]);
};

interface GatewayHosts {
  readonly gateway: Gateway;
  /** Whether it accepts a host, or some of a wildcard, from a namespace. */
  readonly takes: (host: string, namespace?: string) => boolean;
}
type Gateways = ReadonlyMap<string, GatewayHosts>;

function missingFaults(
  { object, gateways: named, routes }: VirtualService,
  gateways: Gateways,
): ObjectFault[] {
  const inMatches = routes.flatMap(({ route, field }) =>
    listObjects<HttpMatch>(route.match).flatMap((match, index) =>
      listStrings(match.gateways).map((name) => ({
        name: resolveGatewayName(name, object),
        field: `${field}.match.${index}.gateways`,
      })),
    ),
  );
  return [...named.map((name) => ({ name, field: 'spec.gateways' })), ...inMatches]
    .filter(({ name }) => name !== 'mesh' && !gateways.has(name))
    .map(({ name, field }) => ({
      object,
      field,
      value: name,
      problem: `no Gateway ${name} is rendered: no traffic comes through it`,
      fix: "name a Gateway of this environment, as 'namespace/name' where it is in another namespace",
    }));
}

function hostFaults({ object, gateways: named, hosts }: VirtualService, gateways: Gateways): ObjectFault[] {
  const { namespace } = object.metadata;
  const found = named.flatMap((name) => gateways.get(name) ?? []);
  const isTakenBy = ({ takes }: GatewayHosts, host: string) => takes(resolveHost(host, namespace), namespace);
  // A host may be meant for the sidecars, or for a Gateway that is missing.
  const areAllFound = found.length === named.length;
  const astray = hosts.filter((host) => areAllFound && !found.some((each) => isTakenBy(each, host)));
  const idle = found.filter(
    (each) => astray.length < hosts.length && !hosts.some((host) => isTakenBy(each, host)),
  );
  return [
    ...astray.map((host) => ({
      object,
      field: 'spec.hosts',
      value: host,
      problem: `no Gateway that it names accepts this host from the namespace '${namespace}': ${found.map(describeHosts).join('; ')}`,
      fix: 'add the host to the servers of a Gateway, or route a host that one of them has',
    })),
    ...idle.map((each) => ({
      object,
      field: 'spec.gateways',
      value: each.gateway.name,
      problem: `this Gateway accepts none of its hosts from the namespace '${namespace}': ${describeHosts(each)}`,
      fix: 'add a host of the route to the servers of the Gateway, or remove the Gateway',
    })),
  ];
}

/** Of `shop/a.example.com`, the first part is the namespace whose routes may use the host; `.` is the Gateway's own. */
function createHostMatcher({ object, servers }: Gateway): GatewayHosts['takes'] {
  const stated = servers
    .flatMap(({ hosts }) => listStrings(hosts))
    .map((text) => {
      const [host = '', from = '*'] = text.split('/', 2).toReversed();
      return { from: from === '.' ? object.metadata.namespace : from, host };
    });
  const taken = new Set(stated.map(({ from, host }) => `${from} ${host}`));
  const above = new Set(
    stated.flatMap(({ from, host }) => matchingPatterns(host).map((each) => `${from} ${each}`)),
  );
  return (host, namespace) =>
    ['*', namespace].some(
      (from) =>
        above.has(`${from} ${host}`) || matchingPatterns(host).some((each) => taken.has(`${from} ${each}`)),
    );
}

function describeHosts({ gateway: { name, servers } }: GatewayHosts): string {
  const hosts = [...new Set(servers.flatMap((server) => listStrings(server.hosts)))];
  return `${name} accepts ${hosts.join(', ') || 'none'}`;
}
