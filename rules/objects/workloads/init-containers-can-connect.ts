import { initContainersHaveNetwork } from '../../../mesh/sidecars';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import { getSidecarRevision } from '../../../objects/sidecar';
import type { ObjectRule } from '../../rule';

/**
 * With CNI chaining and sidecars that are not native, an init container's traffic is sent to a proxy that does not run yet:
 * it hangs.
 *
 * Source: istio/cni issue 77; Istio documentation, Install the Istio CNI node agent, Compatibility with application init containers.
 */
export const initContainersCanConnect: ObjectRule = (objects, environment) =>
  objects.flatMap((object) => {
    const { metadata, spec } = getPodTemplate(object) ?? {};
    const revision = getSidecarRevision(object, environment);
    if (!spec?.initContainers?.length || revision === undefined) return [];
    const { kubernetesVersion } = environment.cluster;
    const { installedRevision } = environment.mesh;
    if (initContainersHaveNetwork({ kubernetesVersion, installedRevision, revision })) return [];
    // Istio's own workarounds: excluded traffic, and the proxy's own user, whose traffic is not redirected.
    const isLeftOut = Object.keys(metadata?.annotations ?? {}).some((name) =>
      name.startsWith('traffic.sidecar.istio.io/excludeOutbound'),
    );
    const stuck = spec.initContainers.find(({ securityContext }) => securityContext?.runAsUser !== 1337);
    if (isLeftOut || !stuck) return [];
    return [
      {
        object,
        field: podPath(object, 'spec', 'initContainers'),
        value: stuck.name,
        problem: `would hang on its first network call: with CNI chaining, and sidecars of ${revision} on Kubernetes ${kubernetesVersion} that may not be native, it has no network`,
        fix: `let the application retry instead; or run a revision and a Kubernetes version with native sidecars; or, if it calls nothing, waive this rule for the ${object.kind} and say so (docs/rules.md)`,
      },
    ];
  });
