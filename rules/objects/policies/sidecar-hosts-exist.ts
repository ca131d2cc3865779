import { serviceHost } from '../../../mesh/service-host';
import type { ObjectRule } from '../../rule';
import type { KubernetesObject } from '../../../objects/object';

/** A host that a Sidecar lets through is a Service or a ServiceEntry that is rendered. */
export const sidecarHostsExist: ObjectRule = (objects, { namespaces }) => {
  const services = objects
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .map(({ metadata }) => `${metadata.namespace}/${serviceHost(metadata.name, metadata.namespace)}`);
  const entries = objects
    .filter(({ kind }) => kind === 'ServiceEntry')
    .flatMap(
      ({ metadata, spec }) =>
        ((spec ?? {}) as { hosts?: string[] }).hosts?.map((host) => `${metadata.namespace}/${host}`) ?? [],
    );
  const known = new Set([...services, ...entries]);
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Sidecar' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) =>
      hostsOf(object)
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

function hostsOf({ metadata, spec }: KubernetesObject) {
  const { egress = [] } = (spec ?? {}) as { egress?: { hosts?: string[] }[] };
  return egress
    .flatMap(({ hosts = [] }) => hosts)
    .map((stated) => {
      const [namespace = '', host = ''] = stated.split('/');
      return { stated, namespace: namespace === '.' ? (metadata.namespace ?? '') : namespace, host };
    });
}
