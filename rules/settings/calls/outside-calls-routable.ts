import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/**
 * A host outside can be told apart: HTTP by its name, TLS by its server name, TCP by its addresses alone; and the calls of one
 * namespace agree on it.
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
          problem: `another workload of the namespace '${caller.namespace}' calls port ${port} of this host by ${other}: with two protocols for one port, Istio loses the traffic`,
          fix: 'state the same protocol in both',
        },
      ];
    if (protocol === 'TCP' && host.startsWith('*.'))
      return [
        {
          path,
          value: host,
          problem: 'TCP has no host names, so that a wildcard can not be told apart',
          fix: "name one host with its 'addresses', or use HTTPS",
        },
      ];
    if (protocol === 'TCP' && addresses === undefined)
      return [
        {
          path: `${path}.addresses`,
          value: undefined,
          problem: `TCP is told apart by address: without any, this host would take every call to port ${port}`,
          fix: "state the 'addresses' of the host",
        },
      ];
    if (protocol !== 'TCP' && addresses !== undefined)
      return [
        {
          path: `${path}.addresses`,
          value: addresses,
          problem: `${protocol} is told apart by the host's name, which is looked up`,
          fix: "take 'addresses' out",
        },
      ];
    return [];
  });
};
