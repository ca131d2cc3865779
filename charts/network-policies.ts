import { isDeepStrictEqual } from 'node:util';
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { CONTROL_PLANE_NAMESPACE, GATEWAY_NAME_LABEL, gatewayProxyName } from '../mesh/gateways';
import { KUBERNETES_API_PORT } from '../mesh/kubernetes-api';
import { gatewayProxies } from '../model/plan/gateway-proxies';
import { upstreamPort } from '../model/plan/call-graph';
import { parseServiceHost } from '../objects/hosts';
import type { Proxies } from '../objects/proxies';
import { matchesLabels } from '../objects/selectors';
import type { Pods } from './pods';
import type { CallByProxies } from './proxy-calls';
import { callsKubernetesApi, namesOfGatewaysIn, type NamespaceSlice, type PodsSlice } from './slices';

/** Port on which a sidecar gets its configuration and its certificate. Source: istio/istio, istiod's network policy. */
const ISTIOD = 15012;

/** Ports for a sidecar's metrics: merged with the application's, and Envoy's own. Source: as above. */
const METRICS = [15020, 15090];

/** Ports of a gateway: HTTP, HTTPS, and the one by which the load balancer asks for its health. Source: AKS documentation, istio-gateway-api.md. */
const GATEWAY = [80, 443, 15021];

/** Every address but those of pods and nodes, to which Cilium applies no range. Source: AKS documentation, azure-cni-powered-by-cilium.md. */
const ANY_ADDRESS = '0.0.0.0/0';

/** Namespace of AKS's metrics collector. Source: AKS documentation, managed Prometheus. */
const SCRAPERS = 'kube-system';

/**
 * What some pods may send to and receive from, on layers 3 and 4: the declared calls, and what the mesh itself needs. The kubelet's
 * probes come from the node, which policies always allow.
 */
export class NetworkPolicyChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: PodsSlice) {
    const { namespace, namespaceSettings, name, own } = slice;
    super(scope, id, { namespace });
    if (!namespaceSettings.networkPolicies) return;
    new k8s.KubeNetworkPolicy(this, name, {
      metadata: { name },
      spec: {
        podSelector: { matchLabels: { ...own.labels } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: renderIngress(slice),
        egress: renderEgress(slice),
      },
    });
  }
}

/** The same for the Gateways of the Gateway API that run in one namespace. */
export class GatewayNetworkPoliciesChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: NamespaceSlice) {
    const { namespace, settings } = slice;
    super(scope, id, { namespace });
    if (!settings.networkPolicies) return;
    for (const gateway of namesOfGatewaysIn(slice)) {
      const [service, labels] = [gatewayProxyName(gateway), { [GATEWAY_NAME_LABEL]: gateway }];
      new k8s.KubeNetworkPolicy(this, `${gateway}-gateway`, {
        metadata: { name: service },
        spec: {
          podSelector: { matchLabels: { ...labels } },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ ports: GATEWAY.map(tcp) }, fromScrapers()],
          egress: dedupe([toDns(), toIstiod(), ...toCallees(gateway, slice), ...toCalledBy(labels, slice)]),
        },
      });
    }
  }
}

/** Nothing, for the pods of one namespace that no other policy is for. */
export class DenyAllChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, settings }: NamespaceSlice) {
    super(scope, id, { namespace });
    if (!settings.networkPolicies) return;
    new k8s.KubeNetworkPolicy(this, 'deny-all', {
      metadata: { name: 'deny-all' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}

const isInMesh = ({ namespaceSettings }: PodsSlice) => namespaceSettings.revision !== undefined;

function renderIngress(slice: PodsSlice): k8s.NetworkPolicyIngressRule[] {
  const { incoming, entries, pods, environment, byProxies } = slice;
  const callers = incoming.map(({ caller, port }) => ({
    from: [peer(caller.namespace, pods.get(caller.path)!.labels)],
    ports: [tcp(port.targetPort)],
  }));
  const gateways = entries.map(({ exposure, port }) => {
    const { namespace, labels } = gatewayProxies(exposure, environment);
    return { from: [peer(namespace, labels)], ports: [tcp(port.targetPort)] };
  });
  const proxies = byProxies.map(({ from, port }) => ({
    from: from.map(({ namespace, labels }) => peer(namespace, labels)),
    ports: [tcp(port)],
  }));
  return dedupe([...gateways, ...callers, ...proxies, ...(isInMesh(slice) ? [fromScrapers()] : [])]);
}

function fromScrapers(): k8s.NetworkPolicyIngressRule {
  return { from: [peer(SCRAPERS)], ports: METRICS.map(tcp) };
}

function renderEgress(slice: PodsSlice): k8s.NetworkPolicyEgressRule[] {
  const { namespace, own, outgoing, outside, pods, proxyCalls } = slice;
  const callees = outgoing.map(({ callee, port }) => ({
    to: [peer(callee.namespace, pods.get(callee.path)!.labels)],
    ports: [tcp(port.targetPort)],
  }));
  const hosts = outside.map(({ port, tls, addresses = [ANY_ADDRESS] }) => ({
    // Layer 3 knows no names.
    to: addresses.map((address) => ({
      ipBlock: { cidr: address.includes('/') ? address : `${address}/32` },
    })),
    ports: [tcp(upstreamPort({ port, tls }))],
  }));
  const isOwn = ({ from }: CallByProxies) => from.some((each) => maySelect(each, own.labels));
  const calls = proxyCalls.outOf(namespace).filter(isOwn);
  const mesh = isInMesh(slice) ? [toIstiod(), ...calls.map(toCalled)] : [];
  const api = callsKubernetesApi(slice) ? [toKubernetesApi()] : [];
  return dedupe([toDns(), ...mesh, ...callees, ...hosts, ...api]);
}

/**
 * Neither the Service's address nor a label matches: engines see the address behind the Service, and AKS runs the API server outside
 * of the cluster, at an address that only Azure knows.
 *
 * Source: cilium/cilium, pkg/ipcache/metadata.go; issue 20550.
 */
function toKubernetesApi(): k8s.NetworkPolicyEgressRule {
  return { to: [{ ipBlock: { cidr: ANY_ADDRESS } }], ports: [tcp(KUBERNETES_API_PORT)] };
}

/** Whether some proxies may be sidecars of pods that have these labels and perhaps others. */
function maySelect(proxies: Proxies, labels: Pods['labels']): boolean {
  return (
    !Object.hasOwn(proxies.labels, GATEWAY_NAME_LABEL) &&
    Object.entries(proxies.labels).every(([key, value]) => (labels[key] ?? value) === value)
  );
}

/** What proxies call by themselves; of a Service that is not rendered, all of its namespace, and of a host outside the cluster any address. */
function toCalled({ callee, host, port }: CallByProxies): k8s.NetworkPolicyEgressRule {
  if (callee)
    return { to: [peer(callee.service.metadata.namespace!, callee.labels)], ports: [tcp(callee.port)] };
  const service = parseServiceHost(host);
  return { to: [service ? peer(service.namespace) : { ipBlock: { cidr: ANY_ADDRESS } }], ports: [tcp(port)] };
}

/** Without a `to`: AKS LocalDNS answers on the node, which a rule for the DNS pods alone would not reach. */
function toDns(): k8s.NetworkPolicyEgressRule {
  return { ports: [{ protocol: 'UDP', port: number(53) }, tcp(53)] };
}

function toIstiod(): k8s.NetworkPolicyEgressRule {
  return { to: [peer(CONTROL_PLANE_NAMESPACE)], ports: [tcp(ISTIOD)] };
}

/** What a gateway of the namespace routes to. */
function toCallees(
  gateway: string,
  { namespace, graph, pods }: NamespaceSlice,
): k8s.NetworkPolicyEgressRule[] {
  return graph.entries
    .filter(({ exposure }) => exposure.namespace === namespace && exposure.gateway === gateway)
    .map(({ callee, port }) => ({
      to: [peer(callee.namespace, pods.get(callee.path)!.labels)],
      ports: [tcp(port.targetPort)],
    }));
}

/** What the proxies of a gateway of the namespace call by themselves. */
function toCalledBy(
  gateway: Readonly<Record<string, string>>,
  { namespace, proxyCalls }: NamespaceSlice,
): k8s.NetworkPolicyEgressRule[] {
  const isGateway = (each: Proxies) => matchesLabels(gateway, each.labels);
  return proxyCalls
    .outOf(namespace)
    .filter(({ from }) => from.some(isGateway))
    .map(toCalled);
}

/** Each rule once: calls that differ in methods and paths alone are one to layer 4. */
function dedupe<Rule>(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule, index) => index === rules.findIndex((each) => isDeepStrictEqual(each, rule)));
}

/** Pods of a namespace, all of them or those with some labels. */
function peer(namespace: string, labels?: Pods['labels']): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels && Object.keys(labels).length > 0 && { podSelector: { matchLabels: { ...labels } } }),
  };
}

const number = (port: number) => k8s.IntOrString.fromNumber(port);
const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: number(port) });
