import { isSystemNamespace } from '../../../aks/namespaces';
import type { SettingFault } from '../../../model/fault';
import type { SettingRule } from '../../rule';

interface Owned {
  readonly problem: string;
  readonly fix: string;
}

const BY_REVISION: Owned = {
  problem: 'the engine sets the label of injection, and pods by the same setting',
  fix: "set 'revision' of the namespace instead, or leave both out to keep it out of the mesh",
};
const AMBIENT: Owned = {
  problem: 'the add-on has no ambient mode, so nothing would read it',
  fix: "remove it, and set 'revision' of the namespace for sidecars",
};
const OF_PODS: Owned = {
  problem: 'Istio reads it from pods, not from namespaces',
  fix: "set it under 'pod.metadata' of a workload",
};
const MANAGED: Owned = { problem: 'the engine sets it, to find what it rendered again', fix: 'remove it' };

/** What is not the user's to set, and why. Source: Istio documentation, Resource Labels; Kubernetes documentation, Well-Known Labels. */
const OWNED: ReadonlyMap<string, Owned> = new Map([
  ['istio.io/rev', BY_REVISION],
  [
    'istio-injection',
    { ...BY_REVISION, problem: 'upstream Istio reads it, and it makes the add-on skip the namespace' },
  ],
  ['istio.io/dataplane-mode', AMBIENT],
  ['istio.io/use-waypoint', AMBIENT],
  ['istio.io/use-waypoint-namespace', AMBIENT],
  ['app.kubernetes.io/managed-by', MANAGED],
  ['kubernetes.io/metadata.name', { problem: 'the API server sets it', fix: 'remove it' }],
  [
    'kubectl.kubernetes.io/last-applied-configuration',
    { problem: 'kubectl keeps in it what it applied last', fix: 'remove it' },
  ],
]);
const PODS_PREFIX = /^((traffic\.)?sidecar|proxy)\.istio\.io\//;

/**
 * A label or an annotation of a namespace is not one that the engine, the API server or a pod has to set, and the namespace is not
 * one that comes with the cluster: those are not rendered.
 */
export const noOwnedNamespaceLabels: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces).flatMap(([namespace, settings]) =>
    (['labels', 'annotations'] as const).flatMap((list) =>
      Object.entries(settings[list]).flatMap(([key, value]): SettingFault[] => {
        const path = `namespaces.${namespace}.${list}.${key}`;
        const owned = isSystemNamespace(namespace) ? ofCluster(namespace, list) : findOwned(key);
        return owned ? [{ path, value, ...owned }] : [];
      }),
    ),
  );

function findOwned(key: string): Owned | undefined {
  return OWNED.get(key) ?? (PODS_PREFIX.test(key) ? OF_PODS : undefined);
}

function ofCluster(namespace: string, list: 'labels' | 'annotations'): Owned {
  const verb = list === 'labels' ? 'label' : 'annotate';
  return {
    problem: `the namespace '${namespace}' comes with the cluster and is not rendered, so this would have no effect`,
    fix: `run kubectl ${verb} namespace ${namespace}, or move its applications to a namespace of your own`,
  };
}
