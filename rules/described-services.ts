import { groupBy } from '../model/group';
import { portsOf } from '../model/ports';
import { workloadsOf } from '../model/workloads';
import type { ObjectRule } from './rule';

/** What an application of manifests says of its Services is what the manifests render. */
export const describedServices: ObjectRule = (objects, environment) => {
  const services = groupBy(
    objects.filter(({ kind }) => kind === 'Service'),
    ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  );
  return workloadsOf(environment)
    .filter(({ of }) => of.source !== undefined)
    .flatMap(({ namespace, application, name, workload }) => {
      const service = services.get(`${namespace}/${name}`)?.[0];
      const object = service ?? { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name } };
      const rendered =
        ((service?.spec ?? {}) as { ports?: { port: number; targetPort?: unknown }[] }).ports ?? [];
      return portsOf(workload)
        .filter(({ port }) => !rendered.some((each) => each.port === port))
        .map((port) => ({
          object,
          field: 'spec.ports',
          value: port,
          problem: service
            ? `the manifests of '${application}' render no such port; they have ${rendered.map((each) => each.port).join(', ') || 'none'}`
            : `the manifests of '${application}' render no such Service`,
          fix: 'state the Services and ports that the manifests have',
        }));
    });
};
