import { isPlatformNamespace } from '../../../aks/namespaces';
import { CONTROL_PLANE_NAMESPACE } from '../../../mesh/gateways';
import { isSystemHost, parseServiceHost } from '../../../objects/hosts';
import { filterKind, getNamespace } from '../../../objects/identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from '../../../objects/object';
import { listPlatformServices } from '../../../objects/platform-services';
import { buildRegistry, type ServiceRegistry } from '../../../objects/service-registry';
import type { ObjectRule } from '../../rule';

/**
 * A host that a Sidecar allows is a rendered Service or a host of a ServiceEntry, in the namespace that is stated before it, and
 * that namespace exists: Istio ignores any other.
 */
export const sidecarHostsExist: ObjectRule = (objects, environment) => {
  const { namespaces, mesh } = environment;
  const all = [...objects, ...listPlatformServices(mesh)];
  const everywhere = buildRegistry(all);
  const registries = new Map(
    [...Map.groupBy(all, getNamespace)].map(([namespace, own]) => [namespace, buildRegistry(own)] as const),
  );
  return filterKind(objects, 'Sidecar.networking.istio.io').flatMap((object) =>
    listHosts(object).flatMap(({ field, stated, namespace, host }) => {
      if (namespace === '~') return [];
      const at = { object, field, value: stated };
      const exists = Object.hasOwn(namespaces, namespace) || isPlatformNamespace(namespace);
      if (namespace !== '*' && !exists)
        return [
          {
            ...at,
            problem: `there is no namespace '${namespace}': the control plane of the add-on is in '${CONTROL_PLANE_NAMESPACE}'`,
            fix: 'remove it, or name a namespace of this environment',
          },
        ];
      // Others may make a host outside of the cluster known to every namespace.
      const isOutside = namespace === '*' && !parseServiceHost(host);
      const registry = namespace === '*' ? everywhere : registries.get(namespace);
      if (isOutside || isSystemHost(host, environment) || isKnown(host, registry)) return [];
      return [
        {
          ...at,
          problem: 'no such Service or ServiceEntry is rendered',
          fix: 'name a host of this environment by its full name, or add what is missing',
        },
      ];
    }),
  );
};

function isKnown(host: string, registry: ServiceRegistry | undefined): boolean {
  if (host === '*') return true;
  return host.startsWith('*') ? registry?.hasAny(host) === true : registry?.find(host) !== undefined;
}

function listHosts(object: KubernetesObject) {
  return listObjects<{ hosts?: unknown }>(getSpec(object).egress).flatMap(({ hosts }, index) =>
    listStrings(hosts).map((stated) => {
      const [namespace = '', host = ''] = stated.split('/');
      const field = `spec.egress.${index}.hosts`;
      return { field, stated, namespace: namespace === '.' ? getNamespace(object) : namespace, host };
    }),
  );
}
