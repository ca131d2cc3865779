import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  DestinationRule,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode as Mode,
  ServiceEntry,
  ServiceEntrySpecLocation,
  ServiceEntrySpecResolution,
  Sidecar,
  SidecarSpecOutboundTrafficPolicyMode,
} from '../imports/networking.istio.io';
import { getProviderService, type ProviderSettings } from '../mesh/extension-providers';
import { KUBERNETES_API_HOST, KUBERNETES_API_NAMESPACE } from '../mesh/kubernetes-api';
import { serviceHost } from '../mesh/service-host';
import { upstreamPort, type OutsideCall } from '../model/plan/call-graph';
import type { PodsByPath } from './pods';
import { callsKubernetesApi, type NamespaceSlice, type PodsSlice } from './slices';

/** What the sidecars of some pods know of: their own callees, and the outside hosts that they declare. */
export class SidecarChart extends NamespacedChart {
  constructor(scope: Construct, id: string, slice: PodsSlice) {
    const { namespace, namespaceSettings, name, own, outgoing, outside, environment } = slice;
    super(scope, id, { namespace });
    const { egress } = namespaceSettings;
    if (egress === 'any') return;
    const hosts = [
      ...outgoing.map(({ callee }) => `${callee.namespace}/${serviceHost(callee.name, callee.namespace)}`),
      ...outside.map(({ host }) => `./${host}`),
      ...(callsKubernetesApi(slice) ? [`${KUBERNETES_API_NAMESPACE}/${KUBERNETES_API_HOST}`] : []),
      ...providerHosts(environment.mesh.config),
    ];
    new Sidecar(this, `${name}-sidecar`, {
      metadata: { name },
      spec: {
        workloadSelector: { labels: { ...own.labels } },
        // The list cannot be empty; `~` stands for no namespace.
        egress: [{ hosts: hosts.length > 0 ? [...new Set(hosts)] : ['~/*'] }],
        ...(egress === 'declared' && {
          outboundTrafficPolicy: { mode: SidecarSpecOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY },
        }),
      },
    });
  }
}

/** The hosts outside the cluster that the workloads of one namespace declare, as the mesh knows them. */
export class OutsideHostsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, settings, graph, pods }: NamespaceSlice) {
    super(scope, id, { namespace });
    this.allowCertificates(graph.outside.filter(isEncrypted), pods);
    for (const [host, calls] of Map.groupBy(graph.outside, (call) => call.host)) {
      const encrypted = calls.filter(isEncrypted);
      if (settings.egress === 'any' && encrypted.length === 0) continue;
      new ServiceEntry(this, host, renderServiceEntry(host, calls));
      this.encrypt(host, encrypted, pods);
    }
  }

  /**
   * A sidecar gets a certificate from a Secret only if its ServiceAccount may list the Secrets of the namespace.
   *
   * Source: Istio documentation, Egress TLS Origination; istio/istio, pilot/pkg/credentials/kube.
   */
  private allowCertificates(encrypted: readonly EncryptedCall[], pods: PodsByPath): void {
    const accounts = encrypted
      .filter(({ tls }) => tls.credentialName !== undefined)
      .map(({ caller }) => pods.get(caller.path)!.serviceAccount);
    for (const account of new Set(accounts)) {
      const name = `${account}-certificates`;
      new k8s.KubeRole(this, `${name}-role`, {
        metadata: { name },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
      });
      new k8s.KubeRoleBinding(this, `${name}-binding`, {
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace: this.namespace }],
      });
    }
  }

  /** TLS for what applications send as plain HTTP; a certificate of one's own is its workload's alone. */
  private encrypt(host: string, encrypted: readonly EncryptedCall[], pods: PodsByPath): void {
    const ruleOf = ({ caller, tls }: EncryptedCall) =>
      `${tls.credentialName === undefined ? '' : `${caller.name}-`}${toObjectName(host)}`;
    for (const [name, calls] of Map.groupBy(encrypted, ruleOf)) {
      const [{ caller, tls }] = calls as [EncryptedCall];
      const ports = new Map(calls.map((call) => [call.port, call.tls]));
      new DestinationRule(this, `${name}-tls`, {
        metadata: { name },
        spec: {
          host,
          ...(tls.credentialName !== undefined && {
            workloadSelector: { matchLabels: { ...pods.get(caller.path)!.labels } },
          }),
          trafficPolicy: {
            portLevelSettings: [...ports].map(([number, own]) => ({
              port: { number },
              tls: renderTls(host, own),
            })),
          },
          exportTo: ['.'],
        },
      });
    }
  }
}

function renderTls(host: string, { mode, credentialName, subjectAltNames = [host] }: EncryptedCall['tls']) {
  return {
    mode: Mode[mode],
    sni: host,
    ...(credentialName !== undefined && { credentialName }),
    // Istio checks no name by itself once the server name is set: any certificate of a public CA would be accepted.
    subjectAltNames: [...subjectAltNames],
  };
}

type EncryptedCall = OutsideCall & { readonly tls: NonNullable<OutsideCall['tls']> };

function isEncrypted(call: OutsideCall): call is EncryptedCall {
  return call.tls !== undefined;
}

/** A wildcard is not a valid name of an object. */
const toObjectName = (host: string) => host.replace(/^\*/, 'any');

/** What the application encrypts itself is TLS to the sidecar; Istio would read requests in HTTPS only if it could. */
const PROTOCOLS = { HTTP: 'HTTP', HTTPS: 'TLS', TCP: 'TCP' } as const;

/** One entry for a host, however many workloads call it: of two with other protocols Istio loses the traffic (istio issue 51466). */
function renderServiceEntry(host: string, calls: readonly OutsideCall[]) {
  const ports = new Map(calls.map((call) => [call.port, call]));
  const addresses = [...new Set(calls.flatMap((call) => call.addresses ?? []))];
  // A wildcard has no address to look up, and TCP to given addresses needs none.
  const isLookedUp = !host.startsWith('*.') && addresses.length === 0;
  return {
    metadata: { name: toObjectName(host) },
    spec: {
      hosts: [host],
      ...(addresses.length > 0 && { addresses }),
      ports: [...ports].map(([port, { protocol, tls }]) => ({
        number: port,
        name: `${PROTOCOLS[protocol].toLowerCase()}-${port}`,
        protocol: PROTOCOLS[protocol],
        ...(tls && { targetPort: upstreamPort({ port, tls }) }),
      })),
      resolution: isLookedUp ? ServiceEntrySpecResolution.DNS : ServiceEntrySpecResolution.NONE,
      location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
      exportTo: ['.'],
    },
  };
}

/** Hosts of tracers and authorizers that the mesh's configuration names: a sidecar that does not know them cannot reach them. */
function providerHosts({ extensionProviders = [] }: ProviderSettings): string[] {
  return extensionProviders.flatMap((provider) => {
    const { namespace = '*', host } = getProviderService(provider) ?? {};
    return host === undefined ? [] : `${namespace}/${host}`;
  });
}
