import { nativeSidecars } from '../../../mesh/sidecars';
import { isKind } from '../../../objects/identity';
import { getSidecarRevision } from '../../../objects/sidecar';
import type { Plan } from '../../../model/plan';
import type { KubernetesObject } from '../../../objects/object';
import type { ObjectRule } from '../../rule';

/**
 * A Job completes when all its containers have ended; a sidecar that is not native keeps running, and so does the Job.
 *
 * Source: istio/istio issue 11045.
 */
export const jobsComplete: ObjectRule = (objects, environment) =>
  objects.flatMap((object) => {
    if (!isKind(object, 'Job.batch') && !isKind(object, 'CronJob.batch')) return [];
    const revision = getSidecarRevision(object, environment);
    if (revision === undefined) return [];
    const { kubernetesVersion } = environment.cluster;
    const { installedRevision } = environment.mesh;
    if (nativeSidecars({ kubernetesVersion, installedRevision, revision }) === 'on') return [];
    return [
      {
        object,
        problem: `would never complete: sidecars of ${revision} on Kubernetes ${kubernetesVersion} may not be native, and keep running after the container has ended`,
        fix: `run a revision and a Kubernetes version with native sidecars; or keep its pods out of the mesh with the pod label 'sidecar.istio.io/inject: "false"', and let what they call also accept plaintext: ${describePorts(object, environment)}`,
      },
    ];
  });

/** The ports that a Job of an application calls, as their mTLS is set. */
function describePorts({ metadata }: KubernetesObject, { graph }: Plan): string {
  const called = graph.calls.filter(
    ({ caller }) => caller.namespace === metadata.namespace && caller.name === metadata.name,
  );
  const ports = called.map(
    ({ callee, port }) => `mtls: { '${port.name}': 'PERMISSIVE' } of '${callee.name}'`,
  );
  return ports.length > 0 ? [...new Set(ports)].join(', ') : "mtls: { PORT: 'PERMISSIVE' }";
}
