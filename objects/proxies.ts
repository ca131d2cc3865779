import {
  CONTROL_PLANE_NAMESPACE,
  GATEWAY_NAME_LABEL,
  gatewayProxyName,
  INGRESS_NAMESPACE,
  ingressGatewayName,
  type IngressGateway,
} from '../mesh/gateways';
import type { KubernetesObject } from './object';
import { getPodTemplate } from './pod-template';
import { createPodFinder, getSelectorLabels, getTargetRefs } from './selectors';
import type { Namespaces } from './sidecar';

/** Some of the mesh's proxies: the sidecars of a namespace or of some of its pods, or an ingress gateway. */
export interface Proxies {
  readonly namespace: string;
  /** Labels that their pods have; without any, all proxies of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of their ServiceAccounts. @default any of the namespace */
  readonly serviceAccounts?: readonly string[];
  /** The ingress gateway that AKS runs, where they are one. @default none */
  readonly gateway?: IngressGateway;
}

/** What an environment says of its mesh, as far as its proxies follow from it. */
export interface ProxyMesh extends Namespaces {
  readonly mesh: { readonly ingressGateways: readonly IngressGateway[] };
}

/** Every proxy of a mesh: the sidecars of its namespaces, and the ingress gateways that AKS runs. */
export function listAllProxies({ namespaces, mesh }: ProxyMesh, labels: Proxies['labels'] = {}): Proxies[] {
  const inMesh = Object.keys(namespaces).filter((name) => namespaces[name]!.revision !== undefined);
  const gateways = mesh.ingressGateways.length > 0 ? [INGRESS_NAMESPACE] : [];
  return [...inMesh, ...gateways].map((namespace) => ({ namespace, labels }));
}

/** The proxies of an ingress gateway that AKS runs, by the labels that a Gateway of Istio's selects; undefined for any other. */
export function findIngressProxies(
  labels: Proxies['labels'],
  { mesh }: Pick<ProxyMesh, 'mesh'>,
): Proxies | undefined {
  const gateway = mesh.ingressGateways.find((each) => ingressGatewayName(each) === labels.istio);
  return gateway && { namespace: INGRESS_NAMESPACE, labels, gateway };
}

/** The proxies that Istio runs for a Gateway of the Gateway API. */
export function apiGatewayProxies(namespace: string, name: string): Proxies {
  return {
    namespace,
    labels: { [GATEWAY_NAME_LABEL]: name },
    serviceAccounts: [gatewayProxyName(name)],
  };
}

/** Finds the proxies that an object is for: those that it selects or targets, all of its namespace, or in the root namespace of the mesh. */
export function createProxyFinder(
  objects: readonly KubernetesObject[],
  environment: ProxyMesh,
): (object: KubernetesObject) => Proxies[] {
  const podsOf = createPodFinder(objects);
  return (object) => {
    const { namespace = '' } = object.metadata;
    const targets = getTargetRefs(object).filter(({ kind }) => kind === 'Gateway');
    if (targets.length > 0) return targets.map(({ name }) => apiGatewayProxies(namespace, name));
    const labels = getSelectorLabels(object);
    const ingress = findIngressProxies(labels, environment);
    const isRoot = namespace === CONTROL_PLANE_NAMESPACE;
    if (ingress && (isRoot || namespace === INGRESS_NAMESPACE)) return [ingress];
    if (isRoot) return listAllProxies(environment, labels);
    const isInMesh = environment.namespaces[namespace]?.revision !== undefined;
    if (!isInMesh && namespace !== INGRESS_NAMESPACE) return [];
    if (Object.keys(labels).length === 0 || !isInMesh) return [{ namespace, labels }];
    const accounts = podsOf(object).map(
      (pods) => getPodTemplate(pods)?.spec?.serviceAccountName ?? 'default',
    );
    return [{ namespace, labels, serviceAccounts: [...new Set(accounts)] }];
  };
}
