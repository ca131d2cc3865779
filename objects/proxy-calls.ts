import type { V1ServicePort } from '@kubernetes/client-node';
import { getProviderService, type ProviderSettings } from '../mesh/extension-providers';
import { serviceHost } from '../mesh/service-host';
import { findAuthorizationPolicies } from './authorization-policies';
import { findApiRoutes, listBackends, listParents, referenceName } from './gateway-api-routes';
import { findGateways } from './gateways';
import { resolveHost } from './hosts';
import { filterKind, qualifiedName } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';
import { resolveTargetPort } from './pod-template';
import {
  apiGatewayProxies,
  createProxyFinder,
  findIngressProxies,
  listAllProxies,
  type Proxies,
  type ProxyMesh,
} from './proxies';
import { createPodFinder, getSelectorLabels } from './selectors';
import { listTelemetryProviders } from './telemetries';
import { findVirtualServices, listDelegates, listDestinations } from './virtual-services';

/** What proxies call: pods behind a Service, on a port of the container. */
export interface Callee {
  readonly service: KubernetesObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number;
  /** The objects that make the pods. */
  readonly pods: readonly KubernetesObject[];
}

/** A call that no workload declares and that proxies make: a route of a gateway, or to a provider such as a trace collector. */
export interface ProxyCall {
  readonly from: readonly Proxies[];
  /** Undefined for a host that is no rendered Service. */
  readonly callee?: Callee;
  /** Host that is called, in full. */
  readonly host: string;
  /** Port of the Service or host. */
  readonly port: number;
  /** What it follows from: the object and its field, or else the name of a provider of the mesh's configuration. */
  readonly cause: { readonly object?: KubernetesObject; readonly field?: string; readonly provider?: string };
}

/** What an environment says of its mesh, as far as calls of its proxies follow from it. */
export interface CallingMesh extends ProxyMesh {
  readonly mesh: ProxyMesh['mesh'] & { readonly config: ProviderSettings };
}

/**
 * The calls that follow from rendered objects and the mesh's configuration instead of workloads: those of ingress gateways by routes,
 * and those of all proxies that use a provider. A provider counts as used where anything names it, whatever is set closer to the
 * workload.
 */
export function listProxyCalls(objects: readonly KubernetesObject[], environment: CallingMesh): ProxyCall[] {
  const calleeAt = createCalleeFinder(objects);
  return [
    ...listProviderCalls(objects, environment, calleeAt),
    ...listRoutes(objects, environment, calleeAt),
  ];
}

type CalleeFinder = (host: string, port: number | undefined) => Callee | undefined;

function createCalleeFinder(objects: readonly KubernetesObject[]): CalleeFinder {
  const services = new Map(
    filterKind(objects, 'Service').map((each) => [
      serviceHost(each.metadata.name, each.metadata.namespace),
      each,
    ]),
  );
  const podsOf = createPodFinder(objects);
  return (host, number) => {
    const service = services.get(host);
    if (!service) return undefined;
    const ports = listObjects<V1ServicePort>(getSpec(service).ports);
    const found =
      number === undefined && ports.length === 1 ? ports[0] : ports.find(({ port }) => port === number);
    const pods = podsOf(service);
    const port = found && resolveTargetPort(found, pods);
    return port === undefined ? undefined : { service, labels: getSelectorLabels(service), port, pods };
  };
}

function listProviderCalls(
  objects: readonly KubernetesObject[],
  environment: CallingMesh,
  calleeAt: CalleeFinder,
): ProxyCall[] {
  const { extensionProviders = [], defaultProviders = {} } = environment.mesh.config;
  const providers = new Map(extensionProviders.map((each) => [each.name.toLowerCase(), each]));
  const called = [...providers.values()].some(getProviderService);
  if (!called) return [];
  const proxiesOf = createProxyFinder(objects, environment);
  const policies = findAuthorizationPolicies(objects).flatMap(({ object, action, provider }) =>
    action === 'CUSTOM' && provider !== undefined ? [{ object, name: provider, field: 'spec.provider' }] : [],
  );
  const uses: readonly { name: string; object?: KubernetesObject; field?: string }[] = [
    ...Object.values(defaultProviders)
      .flat()
      .map((name) => ({ name })),
    ...listTelemetryProviders(objects),
    ...policies,
  ];
  return uses.flatMap(({ name, object, field }): ProxyCall[] => {
    const provider = providers.get(name.toLowerCase());
    const service = provider && getProviderService(provider);
    if (!service) return [];
    const from = object ? proxiesOf(object) : listAllProxies(environment);
    const callee = calleeAt(service.host, service.port);
    return [
      { from, callee, host: service.host, port: service.port, cause: { object, field, provider: name } },
    ];
  });
}

function listRoutes(
  objects: readonly KubernetesObject[],
  environment: CallingMesh,
  calleeAt: CalleeFinder,
): ProxyCall[] {
  const gateways = new Map(findGateways(objects).map((each) => [each.name, each.selector]));
  const services = findVirtualServices(objects);
  const byName = new Map(services.map((each) => [qualifiedName(each.object), each]));
  const virtual = services.flatMap((service) => {
    const from = service.gateways.flatMap(
      (name) => findIngressProxies(gateways.get(name) ?? {}, environment) ?? [],
    );
    if (from.length === 0) return [];
    // What a VirtualService delegates is routed by another, which names no gateway.
    const delegates = listDelegates(service).flatMap(({ name }) => byName.get(name) ?? []);
    return [service, ...delegates].flatMap(({ object, routes }) =>
      routes.flatMap(listDestinations).flatMap(({ destination: { host = '', port }, field }): ProxyCall[] => {
        if (typeof host !== 'string') return [];
        const called = resolveHost(host, object.metadata.namespace);
        const callee = calleeAt(called, port?.number);
        return callee ? [{ from, callee, host: called, port: callee.port, cause: { object, field } }] : [];
      }),
    );
  });
  const routed = findApiRoutes(objects).flatMap((object) => {
    const from = listParents(object).map(({ reference }) => {
      const [namespace = '', name = ''] = referenceName(reference, object).split('/');
      return apiGatewayProxies(namespace, name);
    });
    return listBackends(object).flatMap(({ reference, field }): ProxyCall[] => {
      const [namespace, name = ''] = referenceName(reference, object).split('/');
      const host = serviceHost(name, namespace);
      const callee = calleeAt(host, reference.port);
      return callee ? [{ from, callee, host, port: callee.port, cause: { object, field } }] : [];
    });
  });
  return [...virtual, ...routed];
}

/** Full name of the Service that is called, such as `shop/web`; undefined for a host that is no rendered one. */
export function calleeName({ callee }: ProxyCall): string | undefined {
  return callee && qualifiedName(callee.service);
}
