import { initContainersHaveNetwork } from '../../../mesh/sidecars';
import { optsOutOfSidecar, podSpecPath, getPodTemplate } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';

/**
 * With CNI chaining and sidecars that are not native, an init container's traffic is sent to a proxy that does not run yet:
 * it waits for ever.
 *
 * Source: istio/cni issue 77; Istio documentation, Install the Istio CNI node agent, Compatibility with application init containers.
 */
export const initContainersCanConnect: ObjectRule = (objects, { cluster, mesh, namespaces }) =>
  objects.flatMap((object) => {
    const template = getPodTemplate(object);
    const revision = namespaces[object.metadata.namespace ?? '']?.revision;
    if (!template?.spec?.initContainers?.length || revision === undefined) return [];
    if (optsOutOfSidecar(template)) return [];
    const { kubernetesVersion } = cluster;
    const { installedRevision } = mesh;
    if (initContainersHaveNetwork({ kubernetesVersion, installedRevision, revision })) return [];
    const annotations = template.metadata?.annotations ?? {};
    // Istio's own ways around: traffic that is left out, and the proxy's own user, whose traffic is not redirected.
    const isLeftOut = Object.keys(annotations).some((name) =>
      name.startsWith('traffic.sidecar.istio.io/excludeOutbound'),
    );
    const stuck = template.spec.initContainers.find(
      ({ securityContext }) => securityContext?.runAsUser !== 1337,
    );
    if (isLeftOut || !stuck) return [];
    return [
      {
        object,
        field: `${podSpecPath(object)}.initContainers`,
        value: stuck.name,
        problem: `would wait for ever if it calls anything: with CNI chaining, and sidecars of ${revision} on Kubernetes ${kubernetesVersion} that may not be native, it has no network`,
        fix: `let the application retry instead; or run a revision and a Kubernetes version with native sidecars; or, if it calls nothing, waive this rule for the ${object.kind} and say so (docs/rules.md)`,
      },
    ];
  });
