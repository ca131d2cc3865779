import type { V1ServicePort } from '@kubernetes/client-node';
import { createPolicyModeFinder } from '../../../objects/effective-mtls';
import { filterKind } from '../../../objects/identity';
import { getSpec, listObjects, type KubernetesObject } from '../../../objects/object';
import {
  getPodTemplate,
  listContainerPorts,
  podPath,
  resolveTargetPort,
} from '../../../objects/pod-template';
import { createPodFinder } from '../../../objects/selectors';
import { findInboundBypass, getSidecarRevision } from '../../../objects/sidecar';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * A port whose traffic passes the sidecar by is open to anybody in plaintext, whatever mTLS and policies say: only a port that is to be
 * open is taken out of the sidecar.
 *
 * Source: Istio documentation, Resource Annotations, traffic.sidecar.istio.io/excludeInboundPorts; stashed/stash 1070.
 */
export const guardedPortsPassSidecars: ObjectRule = (objects, environment) => {
  const modeOf = createPolicyModeFinder(objects);
  const podsOf = createPodFinder(objects);
  const served = Map.groupBy(
    filterKind(objects, 'Service').flatMap((service) =>
      podsOf(service).flatMap((pods) =>
        listObjects<V1ServicePort>(getSpec(service).ports).map((port) => ({
          pods,
          port: resolveTargetPort(port, [pods]),
        })),
      ),
    ),
    ({ pods }) => pods,
  );
  return objects.flatMap((object) => {
    if (!getPodTemplate(object) || getSidecarRevision(object, environment) === undefined) return [];
    const ports = new Set([
      ...listContainerPorts(object).map(({ containerPort }) => containerPort),
      ...(served.get(object) ?? []).flatMap(({ port }) => port ?? []),
    ]);
    const isGuarded = environment.namespaces[object.metadata.namespace ?? '']?.authorization === 'on';
    return [...ports].flatMap((port) => faultOf(object, port, modeOf(object, port) === 'STRICT', isGuarded));
  });
};

function faultOf(
  object: KubernetesObject,
  port: number,
  isStrict: boolean,
  isGuarded: boolean,
): ObjectFault[] {
  const bypass = findInboundBypass(object, port);
  if (!bypass || (!isStrict && !isGuarded)) return [];
  const settings = [...(isStrict ? ["mTLS mode 'STRICT'"] : []), ...(isGuarded ? ["'authorization'"] : [])];
  return [
    {
      object,
      field: podPath(object, ...bypass.field),
      value: bypass.value,
      problem: `takes port ${port} out of the sidecar, so that ${settings.join(' and ')} of its namespace mean nothing there: anybody reaches it in plaintext`,
      fix: `remove the port from it; where callers have no sidecar, let the port also accept plaintext instead: 'PERMISSIVE' in 'mtls' of the workload${isGuarded ? ", in a namespace without 'authorization'" : ''}`,
    },
  ];
}
