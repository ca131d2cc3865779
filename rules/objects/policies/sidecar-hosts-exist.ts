import { KUBERNETES_API_HOST, KUBERNETES_API_NAMESPACE } from '../../../mesh/kubernetes-api';
import { serviceHost } from '../../../mesh/service-host';
import type { ObjectRule } from '../../rule';
import { filterKind } from '../../../objects/identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from '../../../objects/object';

/** A host that a Sidecar allows is a rendered Service or ServiceEntry. */
export const sidecarHostsExist: ObjectRule = (objects, { namespaces }) => {
  const services = filterKind(objects, 'Service').map(
    ({ metadata }) => `${metadata.namespace}/${serviceHost(metadata.name, metadata.namespace)}`,
  );
  const entries = filterKind(objects, 'ServiceEntry.networking.istio.io').flatMap((object) =>
    listStrings(getSpec(object).hosts).map((host) => `${object.metadata.namespace}/${host}`),
  );
  // Kubernetes has it by itself.
  const api = `${KUBERNETES_API_NAMESPACE}/${KUBERNETES_API_HOST}`;
  const known = new Set([...services, ...entries, api]);
  return filterKind(objects, 'Sidecar.networking.istio.io').flatMap((object) =>
    listHosts(object)
      .filter(
        ({ namespace, host }) =>
          host !== '*' && Object.hasOwn(namespaces, namespace) && !known.has(`${namespace}/${host}`),
      )
      .map(({ stated }) => ({
        object,
        field: 'spec.egress',
        value: stated,
        problem: 'no such Service or ServiceEntry is rendered',
        fix: 'name a host of this environment, or add what is missing',
      })),
  );
};

function listHosts(object: KubernetesObject) {
  const { metadata } = object;
  return listObjects<{ hosts?: unknown }>(getSpec(object).egress)
    .flatMap(({ hosts }) => listStrings(hosts))
    .map((stated) => {
      const [namespace = '', host = ''] = stated.split('/');
      return { stated, namespace: namespace === '.' ? (metadata.namespace ?? '') : namespace, host };
    });
}
