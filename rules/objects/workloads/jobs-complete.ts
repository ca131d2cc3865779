import { nativeSidecars } from '../../../mesh/sidecars';
import { optsOutOfSidecar, getPodTemplate } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';

/**
 * A Job ends when all its containers have; a sidecar that is not native runs on, and the Job with it.
 *
 * Source: istio/istio issue 11045.
 */
export const jobsComplete: ObjectRule = (objects, { cluster, mesh, namespaces }) =>
  objects.flatMap((object) => {
    if (object.kind !== 'Job' && object.kind !== 'CronJob') return [];
    const revision = namespaces[object.metadata.namespace ?? '']?.revision;
    if (revision === undefined) return [];
    const { kubernetesVersion } = cluster;
    const { installedRevision } = mesh;
    if (nativeSidecars({ kubernetesVersion, installedRevision, revision }) === 'on') return [];
    const template = getPodTemplate(object);
    if (template && optsOutOfSidecar(template)) return [];
    return [
      {
        object,
        problem: `would never end: sidecars of ${revision} on Kubernetes ${kubernetesVersion} may not be native, and run on after the container has ended`,
        fix: 'run a revision and a Kubernetes version with native sidecars, or leave its pods out of the mesh with the pod label \'sidecar.istio.io/inject: "false"\'',
      },
    ];
  });
