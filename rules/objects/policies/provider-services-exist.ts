import { getProviderKind, getProviderService } from '../../../mesh/extension-providers';
import { isSystemHost } from '../../../objects/hosts';
import { findMeshConfig } from '../../../objects/mesh-config';
import { findHostPlaces } from '../../../objects/service-registry';
import type { ObjectRule } from '../../rule';

/**
 * What a provider of the mesh's configuration names is a rendered Service, or a host of a rendered ServiceEntry, with that port, which
 * is in one namespace or names it, and which every namespace knows.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/model/telemetry_logging.go, LookupCluster.
 */
export const providerServicesExist: ObjectRule = (objects, environment) => {
  const object = findMeshConfig(objects, environment);
  const providers = environment.mesh.config.extensionProviders ?? [];
  if (!object || providers.length === 0) return [];
  const placesOf = findHostPlaces(objects);
  return providers.flatMap((provider, index) => {
    const service = getProviderService(provider);
    if (!service || isSystemHost(service.host, environment)) return [];
    const { namespace, host, port } = service;
    const kind = getProviderKind(provider)!;
    const fault = (field: string, value: unknown, problem: string, fix: string) => [
      { object, field: `data.mesh extensionProviders.${index}.${kind}.${field}`, value, problem, fix },
    ];
    const all = placesOf(host);
    const places = all.filter((each) => namespace === undefined || each.namespace === namespace);
    const stated = namespace === undefined ? host : `${namespace}/${host}`;
    if (places.length === 0)
      return fault(
        'service',
        stated,
        `no Service or ServiceEntry of this host is rendered${all.length > 0 ? ` in '${namespace}'` : ''}, so Istio knows no such host and the provider '${provider.name}' is never called`,
        "name a Service of this environment as SERVICE.NAMESPACE.svc.cluster.local, or add a ServiceEntry for the host with a hook or manifests; name it in 'mesh.config.extensionProviders'",
      );
    if (places.length > 1)
      return fault(
        'service',
        stated,
        `the host is known in several namespaces, ${places.map((each) => each.namespace).join(', ')}, and Istio then uses none`,
        `name one of them: '${places[0]!.namespace}/${host}'`,
      );
    const [place] = places;
    if (!place!.isExported)
      return fault(
        'service',
        stated,
        `only the namespace '${place!.namespace}' knows the host: the proxies of others have no such destination, and reject their configuration`,
        "add a ServiceEntry for the host with a hook or manifests, without 'exportTo', and remove the host from 'callsOutside' there",
      );
    if (place!.ports.includes(port)) return [];
    return fault(
      'port',
      port,
      `'${host}' has no port ${port}; it has ${place!.ports.join(', ') || 'none'}`,
      'set one of its ports',
    );
  });
};
