import { findAuthorizationPolicies, type AuthorizationPolicy } from '../objects/authorization-policies';
import { isAuthorized } from '../objects/authorization';
import { filterKind } from '../objects/identity';
import { createMtlsFinder } from '../objects/effective-mtls';
import { findNetworkPolicies, passesNetwork, type Peer } from '../objects/network-policies';
import { getSpec, listObjects, type KubernetesObject } from '../objects/object';
import { getPodTemplate, listContainerPorts, resolveTargetPort } from '../objects/pod-template';
import { createPodFinder } from '../objects/selectors';
import { getSidecarRevision, type Namespaces } from '../objects/sidecar';
import { isHttp } from '../mesh/protocols';
import type { Revision } from '../mesh/revisions';

/** Who calls: the pods of an object, or a stranger. */
export interface Caller {
  /** In words, such as `shop/web`. */
  readonly name: string;
  readonly peer: Peer;
  /** Where its pods have a sidecar. @default none: plaintext */
  readonly identity?: { readonly namespace: string; readonly serviceAccount: string };
  /** Missing for a stranger. */
  readonly object?: KubernetesObject;
}

/** A request that stands for all that no rule tells from it. */
export interface Sample {
  readonly method: string;
  readonly path: string;
  readonly host: string;
}

/** Who reaches which pods, by the objects of one side. */
export interface Reach {
  readonly pods: readonly KubernetesObject[];
  readonly policiesOf: (pods: KubernetesObject) => readonly AuthorizationPolicy[];
  readonly networkPoliciesOf: (pods: KubernetesObject) => readonly KubernetesObject[];
  readonly portsOf: (pods: KubernetesObject) => readonly { readonly port: number; readonly name?: string }[];
  readonly callerOf: (pods: KubernetesObject) => Caller;
  readonly passes: (caller: Caller, callee: KubernetesObject, port: number, sample?: Sample) => boolean;
  readonly mtlsOf: (pods: KubernetesObject, port: number) => string;
}

/** The namespaces of the mesh, as their objects say: what injects sidecars is a label. */
export function namespacesOf(objects: readonly KubernetesObject[]): Namespaces {
  return {
    namespaces: Object.fromEntries(
      filterKind(objects, 'Namespace').map(({ metadata }) => [
        metadata.name,
        { revision: metadata.labels?.['istio.io/rev'] as Revision | undefined },
      ]),
    ),
  };
}

/** Works out who reaches which pods, with an index of the policies. */
export function createReach(objects: readonly KubernetesObject[]): Reach {
  const namespaces = namespacesOf(objects);
  const pods = objects.filter((object) => getPodTemplate(object) !== undefined);
  const podsOf = createPodFinder(pods);
  const labelsOf = (object: KubernetesObject) => getPodTemplate(object)?.metadata?.labels ?? {};
  const byPods = <Policy>(policies: readonly Policy[], objectOf: (policy: Policy) => KubernetesObject) => {
    const index = new Map<KubernetesObject, Policy[]>();
    for (const policy of policies) {
      const object = objectOf(policy);
      for (const each of podsOf(object)) index.set(each, [...(index.get(each) ?? []), policy]);
    }
    return (each: KubernetesObject) => index.get(each) ?? [];
  };
  const policiesOf = byPods(findAuthorizationPolicies(objects), ({ object }) => object);
  const networkPoliciesOf = byPods(findNetworkPolicies(objects), (object) => object);
  const mtlsOf = createMtlsFinder(objects, namespaces);
  const labels = new Map(
    filterKind(objects, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels]),
  );
  const peerOf = (object: KubernetesObject): Peer => {
    const { namespace = 'default' } = object.metadata;
    return { namespace, namespaceLabels: labels.get(namespace), labels: labelsOf(object) };
  };
  const services = filterKind(objects, 'Service').flatMap((service) =>
    podsOf(service).map((each) => ({ service, each })),
  );
  const servicesOf = Map.groupBy(services, ({ each }) => each);

  return {
    pods,
    policiesOf,
    networkPoliciesOf,
    mtlsOf,
    portsOf: (object) => {
      const named = listContainerPorts(object).map(({ containerPort: port, name }) => ({ port, name }));
      const served = (servicesOf.get(object) ?? []).flatMap(({ service }) =>
        listObjects<{ port: number; name?: string; appProtocol?: string }>(getSpec(service).ports).map(
          (each) => ({
            port: resolveTargetPort(each, [object]) ?? each.port,
            name: each.appProtocol ?? each.name,
          }),
        ),
      );
      const all = new Map([...named, ...served].map((each) => [each.port, each]));
      return [...all.values()];
    },
    callerOf: (object) => {
      const { namespace = 'default', name } = object.metadata;
      const serviceAccount = getPodTemplate(object)?.spec?.serviceAccountName ?? 'default';
      const hasSidecar = getSidecarRevision(object, namespaces) !== undefined;
      return {
        name: `${namespace}/${name}`,
        peer: peerOf(object),
        object,
        ...(hasSidecar && { identity: { namespace, serviceAccount } }),
      };
    },
    passes: (caller, callee, port, sample) => {
      const { namespace = 'default' } = callee.metadata;
      const own = caller.object;
      const goesOut =
        !own ||
        passesNetwork(networkPoliciesOf(own), 'Egress', {
          peer: peerOf(callee),
          port,
          namespace: own.metadata.namespace ?? 'default',
        });
      if (
        !goesOut ||
        !passesNetwork(networkPoliciesOf(callee), 'Ingress', { peer: caller.peer, port, namespace })
      )
        return false;
      if (getSidecarRevision(callee, namespaces) === undefined) return true;
      const mode = mtlsOf(callee, port);
      if (mode === 'STRICT' && !caller.identity) return false;
      const from = mode === 'DISABLE' ? undefined : caller.identity;
      return isAuthorized(policiesOf(callee), { port, from, request: sample });
    },
  };
}

/** Whether a port carries requests that a sidecar can read. */
export function carriesRequests({ name }: { readonly name?: string }): boolean {
  return name !== undefined && isHttp(name);
}
