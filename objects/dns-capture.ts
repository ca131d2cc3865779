import { capturesDns } from '../mesh/dns-capture';
import type { MeshConfig } from '../mesh/mesh-config';
import { matchingPatterns } from './hosts';
import { filterKind, getNamespace } from './identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';
import { createPodFinder, getSelectorLabels } from './selectors';
import { getSidecarRevision, type Namespaces } from './sidecar';

const EVERYTHING = ['*/*'];

/** Finds pods whose sidecars know a ServiceEntry and do not capture DNS, so that it has no address for them; undefined where all do. */
export function createCaptureFinder(
  objects: readonly KubernetesObject[],
  environment: Namespaces & { readonly mesh: { readonly config: Pick<MeshConfig, 'defaultConfig'> } },
): (entry: KubernetesObject) => KubernetesObject | undefined {
  const hostsOf = createKnownHostsFinder(objects);
  const index = new Map<string, KubernetesObject>();
  for (const pods of objects) {
    const template = getPodTemplate(pods);
    if (!template || getSidecarRevision(pods, environment) === undefined) continue;
    if (capturesDns(environment.mesh.config, template.metadata?.annotations)) continue;
    const own = getNamespace(pods);
    for (const stated of hostsOf(pods)) {
      const [namespace = '', host = ''] = stated.split('/');
      const where = `${namespace === '.' ? own : namespace}/${host}`;
      for (const from of [own, '*']) if (!index.has(`${from} ${where}`)) index.set(`${from} ${where}`, pods);
    }
  }
  return (entry) => {
    const { exportTo, hosts } = getSpec(entry);
    const own = getNamespace(entry);
    const exported = listStrings(exportTo);
    const keys = (exported.length > 0 ? exported : ['*']).flatMap((to) =>
      [own, '*'].flatMap((namespace) =>
        listStrings(hosts)
          .flatMap(matchingPatterns)
          .map((host) => `${to === '.' ? own : to} ${namespace}/${host}`),
      ),
    );
    const found = keys.find((key) => index.has(key));
    return found === undefined ? undefined : index.get(found);
  };
}

/** Finds the hosts that the sidecar of some pods knows, as their Sidecar lists them: all without one. */
function createKnownHostsFinder(
  objects: readonly KubernetesObject[],
): (pods: KubernetesObject) => readonly string[] {
  const podsOf = createPodFinder(objects);
  const own = new Map<KubernetesObject, readonly string[]>();
  const shared = new Map<string, readonly string[]>();
  for (const sidecar of filterKind(objects, 'Sidecar.networking.istio.io')) {
    const egress = listObjects<{ hosts?: unknown }>(getSpec(sidecar).egress);
    const hosts = egress.length > 0 ? egress.flatMap((each) => listStrings(each.hosts)) : EVERYTHING;
    if (Object.keys(getSelectorLabels(sidecar)).length === 0) shared.set(getNamespace(sidecar), hosts);
    else for (const pods of podsOf(sidecar)) own.set(pods, own.get(pods) ?? hosts);
  }
  return (pods) => own.get(pods) ?? shared.get(getNamespace(pods)) ?? EVERYTHING;
}
