import { createMtlsFinder } from '../../../objects/effective-mtls';
import type { KubernetesObject } from '../../../objects/object';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import { findOptOut, findOutboundBypass, getRevision } from '../../../objects/sidecar';
import { createWorkloadPodsFinder } from '../../../objects/workload-pods';
import type { Call } from '../../../model/plan/call-graph';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * What pods call through their sidecar has their identity: a call that passes the sidecar by is reset by a port that accepts only mTLS,
 * and denied where policies ask for an identity. Whether there is a sidecar is a question about the pods, and not about their namespace.
 *
 * Source: istio/istio 42508; Istio documentation, Resource Annotations.
 */
export const callsPassSidecars: ObjectRule = (objects, environment) => {
  const podsOf = createWorkloadPodsFinder(objects);
  const modeOf = createMtlsFinder(objects, environment);
  const rejects = ({ callee, port }: Call) => {
    const modes = podsOf(callee).map((pods) => modeOf(pods, port.targetPort));
    if (modes.includes('STRICT')) return 'accepts only mTLS and resets the connection';
    const isGuarded =
      callee.namespaceSettings.authorization === 'on' && modes.some((mode) => mode !== 'DISABLE');
    return isGuarded ? 'asks callers for an identity and denies the call' : undefined;
  };
  return environment.graph.calls.flatMap((call) => {
    const { caller, port } = call;
    if (caller.namespaceSettings.revision === undefined) return [];
    return podsOf(caller).flatMap((pods): ObjectFault[] => {
      const bypass = findBypass(pods, [port.port, port.targetPort]);
      const why = bypass && getRevision(pods, environment) !== undefined ? rejects(call) : undefined;
      // Where the caller's own namespace asks for sidecars, sidecars-injected reports pods that opt out.
      const isReported =
        caller.namespaceSettings.authorization === 'on' && findOptOut(getPodTemplate(pods)!) !== undefined;
      if (!bypass || why === undefined || isReported) return [];
      return [
        {
          object: pods,
          field: podPath(pods, ...bypass.field),
          value: bypass.value,
          problem: `its pods call port '${port.name}' of ${call.callee.namespace}/${call.callee.name} past the sidecar, in plaintext and without an identity, and that port ${why}`,
          fix: fixOf(call),
        },
      ];
    });
  });
};

function findBypass(pods: KubernetesObject, ports: readonly number[]) {
  return ports.map((port) => findOutboundBypass(pods, port)).find(Boolean);
}

function fixOf({ caller, callee, port }: Call): string {
  if (callee.namespaceSettings.authorization === 'on')
    return `remove it; or move '${callee.name}' into a namespace without 'authorization', and let the port also accept plaintext there: mtls: { '${port.name}': 'PERMISSIVE' }`;
  return `remove it; or let the port of '${callee.name}' also accept plaintext: mtls: { '${port.name}': 'PERMISSIVE' }; or remove the call from '${caller.name}'`;
}
