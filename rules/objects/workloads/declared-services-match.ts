import type { V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';
import { parseProtocol } from '../../../mesh/protocols';
import { filterKind, qualifiedName } from '../../../objects/identity';
import { getSpec, type KubernetesObject } from '../../../objects/object';
import { resolveTargetPort } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';
import { createPodFinder } from '../../../objects/selectors';

/**
 * The Services that an application declares are the rendered ones, of manifests or Kubernetes' own fields: policies follow the
 * declaration, and would otherwise allow the wrong ports.
 */
export const declaredServicesMatch: ObjectRule = (objects, environment) => {
  const services = Map.groupBy(filterKind(objects, 'Service'), qualifiedName);
  const podsOf = createPodFinder(objects);
  return environment.workloads.flatMap(
    ({ namespace, application, applicationSettings, name, ports: declared }) => {
      const isOwn = applicationSettings.source === undefined;
      const who = isOwn ? "the Service's own fields" : `the manifests of '${application}'`;
      const fix = isOwn
        ? "set the ports only in 'ports', as { port, targetPort } if the two differ"
        : 'declare the Services and ports that the manifests have, as { port, targetPort } if the two differ';
      const service = services.get(`${namespace}/${name}`)?.[0];
      const object: KubernetesObject = service ?? {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace, name },
      };
      const { ports: rendered = [] } = getSpec<V1ServiceSpec>(object);
      const fault = (value: unknown, problem: string) => [
        { object, field: 'spec.ports', value, problem, fix },
      ];
      const pods = podsOf(object);
      // Rules that need a renamed Service report it, and that of selectors one without pods.
      if (isOwn && (!service || pods.length === 0)) return [];
      return declared.flatMap((port) => {
        const found = rendered.find((each) => each.port === port.port);
        if (!service) return fault(port, `${who} render no such Service`);
        if (!found)
          return fault(
            port,
            `${who} render no such port; they have ${rendered.map((each) => each.port).join(', ') || 'none'}`,
          );
        if (differsInProtocol(found, port.name))
          return fault(
            port,
            `${who} name this port '${found.appProtocol ?? found.name}', which declares another protocol or none`,
          );
        const target = resolveTargetPort(found, pods);
        if (target === undefined || target === port.targetPort) return [];
        return fault(port, `${who} map this port to ${target} of the container`);
      });
    },
  );
};

/** Whether a port declares another protocol than the described one; ports-declare-protocol rejects one that declares none. */
function differsInProtocol({ name, appProtocol }: V1ServicePort, described: string): boolean {
  const told = parseProtocol(appProtocol ?? name ?? '');
  if (told === undefined) return false;
  return appProtocol === undefined ? name !== described : told !== parseProtocol(described);
}
