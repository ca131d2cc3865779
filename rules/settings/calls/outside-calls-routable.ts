import { capturesDns } from '../../../mesh/dns-capture';
import { findProtocolConflict, matchedBy } from '../../../mesh/outside-ports';
import type { SettingFault } from '../../../model/fault';
import type { Plan } from '../../../model/plan';
import type { OutsideCall } from '../../../model/plan/call-graph';
import { listPodAnnotations, type PlacedWorkload } from '../../../model/plan/workloads';
import type { SettingRule } from '../../rule';

/**
 * An outside host can be matched: HTTP by host name, TLS by server name (SNI), TCP only by IP address, which the host has or gets where
 * sidecars capture DNS; what is spoken on the port starts in that way; and the workloads of a namespace agree on the protocol.
 *
 * Source: istio/istio 1.30.3, pkg/config/validation; istio/istio issues 51466 and 6587.
 */
export const outsideCallsRoutable: SettingRule = (environment) => {
  const protocols = new Map<string, string>();
  return environment.graph.outside.flatMap((call): SettingFault[] => {
    const { caller, host, port, protocol, addresses } = call;
    const path = `${caller.path}.callsOutside.${host}`;
    const key = `${caller.namespace} ${host}:${port}`;
    const other = protocols.get(key) ?? protocol;
    protocols.set(key, other);
    if (other !== protocol)
      return [
        {
          path: `${path}.protocol`,
          value: protocol,
          problem: `another workload of the namespace '${caller.namespace}' calls port ${port} of this host over ${other}: with two protocols on one port, Istio loses the traffic`,
          fix: 'set the same protocol in both',
        },
      ];
    const conflict = call.tls ? undefined : findProtocolConflict(port, matchedBy(protocol));
    if (conflict)
      return [
        {
          path: `${path}.protocol`,
          value: protocol,
          problem: conflict.problem,
          fix: FIXES[conflict.instead](call),
        },
      ];
    if (protocol === 'TCP' && host.startsWith('*.'))
      return [
        {
          path,
          value: host,
          problem: 'TCP carries no host name, so a wildcard cannot be matched',
          fix: findProtocolConflict(port, 'server name')
            ? "name one host with its 'addresses'"
            : "name one host with its 'addresses', or use HTTPS",
        },
      ];
    if (protocol === 'TCP' && addresses === undefined && !canLookUp(caller, environment))
      return [
        {
          path: `${path}.addresses`,
          value: undefined,
          problem: `TCP is matched by address: without any, this host would match every call to port ${port}`,
          fix: `set the 'addresses' of the host, ${WITHOUT_ADDRESSES}`,
        },
      ];
    if (protocol !== 'TCP' && addresses !== undefined)
      return [
        {
          path: `${path}.addresses`,
          value: addresses,
          problem: `${protocol} is matched by the host's name, which DNS resolves`,
          fix: "remove 'addresses'",
        },
      ];
    return [];
  });
};

const WITHOUT_ADDRESSES =
  "or let sidecars capture DNS, which gives it one: 'mesh.config' { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } }";

const FIXES = {
  host: () => "set 'protocol' to HTTP, or 'port' to the one that accepts TLS, such as 443",
  'server name': ({ host }: OutsideCall) =>
    `set 'protocol' to HTTPS${host.startsWith('*.') ? '' : ", or 'tls' and let the application call http:// on this port"}`,
  address: ({ host }: OutsideCall) => {
    const named = host.startsWith('*.') ? 'name each host instead of the wildcard, with' : 'set';
    return `${named} 'protocol' TCP and the 'addresses' of the host, such as that of its private endpoint, ${WITHOUT_ADDRESSES}`;
  },
};

/** Manifests have their pods' annotations in their own objects, which `service-entries-routable` reads. */
function canLookUp({ settings, applicationSettings }: PlacedWorkload, { mesh }: Plan): boolean {
  if (applicationSettings.source !== undefined) return true;
  return listPodAnnotations(settings).every((annotations) => capturesDns(mesh.config, annotations));
}
