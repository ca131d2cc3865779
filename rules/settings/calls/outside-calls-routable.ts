import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * An outside host can be matched: HTTP by host name, TLS by server name (SNI), TCP only by IP address; and the workloads of a
 * namespace agree on the protocol.
 *
 * Source: istio/istio 1.30.3, pkg/config/validation; istio/istio issue 51466.
 */
export const outsideCallsRoutable: SettingRule = (environment) => {
  const protocols = new Map<string, string>();
  return environment.graph.outside.flatMap(({ caller, host, port, protocol, addresses }): SettingFault[] => {
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
    if (protocol === 'TCP' && host.startsWith('*.'))
      return [
        {
          path,
          value: host,
          problem: 'TCP carries no host name, so a wildcard cannot be matched',
          fix: "name one host with its 'addresses', or use HTTPS",
        },
      ];
    if (protocol === 'TCP' && addresses === undefined)
      return [
        {
          path: `${path}.addresses`,
          value: undefined,
          problem: `TCP is matched by address: without any, this host would match every call to port ${port}`,
          fix: "set the 'addresses' of the host",
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
