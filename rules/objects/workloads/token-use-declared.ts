import type { Plan } from '../../../model/plan';
import type { PlacedWorkload } from '../../../model/plan/workloads';
import { filterKind, indexKind, qualifiedName } from '../../../objects/identity';
import type { KubernetesObject } from '../../../objects/object';
import { createPodFinder, getSelectorLabels } from '../../../objects/selectors';
import { createTokenFinder } from '../../../objects/service-account-tokens';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * Where a namespace limits what its workloads call, those whose pods mount a token of Kubernetes say whether they call its API: it is
 * unreachable otherwise.
 */
export const tokenUseDeclared: ObjectRule = (objects, environment) => {
  const tokenOf = createTokenFinder(objects);
  const workloadOf = createWorkloadFinder(objects, environment);
  const podsOf = createPodFinder(objects);
  const allowed = new Set(
    filterKind(objects, 'NetworkPolicy.networking.k8s.io')
      .filter((policy) => Object.keys(getSelectorLabels(policy)).length > 0)
      .flatMap((policy) => podsOf(policy)),
  );
  return objects.flatMap((object): ObjectFault[] => {
    const settings = environment.namespaces[object.metadata.namespace ?? ''];
    const limits = [
      ...(settings?.egress === 'declared' ? ["egress: 'declared'"] : []),
      ...(settings?.networkPolicies ? ['networkPolicies: true'] : []),
    ];
    const token = limits.length > 0 ? tokenOf(object) : undefined;
    if (!token?.isMeant) return [];
    const workload = workloadOf(object);
    if (workload && workload.settings.callsKubernetesApi !== undefined) return [];
    // Pods that no workload stands for have no Sidecar, and the NetworkPolicies of their own.
    if (!workload && (!settings?.networkPolicies || allowed.has(object))) return [];
    return [
      {
        object,
        field: token.field,
        problem: `its pods mount a token of '${token.account}', and ${limits.join(' and ')} of '${object.metadata.namespace}' keep them from the Kubernetes API`,
        fix: workload
          ? `set 'callsKubernetesApi: true' of '${workload.name}', or false if it does not call the API`
          : 'add a NetworkPolicy for its pods with egress to 0.0.0.0/0 on port 443, or let the pods mount no token: automountServiceAccountToken: false',
      },
    ];
  });
};

/** Finds the workload that stands for pods: by the name of what makes them, and in manifests by the Service in front of them. */
function createWorkloadFinder(
  objects: readonly KubernetesObject[],
  { workloads }: Plan,
): (object: KubernetesObject) => PlacedWorkload | undefined {
  const services = indexKind(objects, 'Service');
  const podsOf = createPodFinder(objects);
  const makers = new Map(objects.map((object) => [`${object.kind} ${qualifiedName(object)}`, object]));
  const found = new Map(
    workloads.flatMap((workload): [KubernetesObject, PlacedWorkload][] => {
      const { namespace, name, settings, applicationSettings } = workload;
      const service = services.get(`${namespace}/${name}`);
      if (applicationSettings.source) return service ? podsOf(service).map((pods) => [pods, workload]) : [];
      const versions = Object.keys(settings.versions ?? { '': {} });
      return versions.flatMap((version) =>
        ['Deployment', 'StatefulSet', 'Job', 'CronJob'].flatMap(
          (kind): [KubernetesObject, PlacedWorkload][] => {
            const object = makers.get(`${kind} ${namespace}/${name}${version && `-${version}`}`);
            return object ? [[object, workload]] : [];
          },
        ),
      );
    }),
  );
  return (object) => found.get(object);
}
