import { isKubernetesApi } from '../../../mesh/kubernetes-api';
import { isAddress } from '../../../objects/hosts';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** An outside host is a name, and not one of this cluster; no two TCP hosts share an address and port. */
export const outsideHosts: SettingRule = (environment) => {
  const hostAt = new Map<string, string>();
  return environment.graph.outside.flatMap(
    ({ caller, host, port, protocol, addresses = [] }): SettingFault[] => {
      const path = `${caller.path}.callsOutside.${host}`;
      if (isAddress(host))
        return [
          {
            path,
            value: host,
            problem: 'is an address, not a host name',
            fix: "set the host's name; if it has none, set any name, with the 'protocol' TCP and this address in 'addresses'",
          },
        ];
      if (isKubernetesApi(host))
        return [
          {
            path,
            value: host,
            problem: 'is the Kubernetes API, which is a Service of the cluster and no outside host',
            fix: `remove it, and set 'callsKubernetesApi: true' of '${caller.name}'`,
          },
        ];
      if (/\.svc$|\.cluster\.local$/.test(host))
        return [
          {
            path,
            value: host,
            problem: 'is a Service of a cluster, not an outside host',
            fix: "declare it in 'calls'; if no application of this environment runs it, add one with manifests() first",
          },
        ];
      if (protocol !== 'TCP') return [];
      return addresses.flatMap((address) => {
        const key = `${caller.namespace} ${address}:${port}`;
        const other = hostAt.get(key) ?? host;
        hostAt.set(key, other);
        if (other === host) return [];
        return [
          {
            path: `${path}.addresses`,
            value: address,
            problem: `'${other}' has this address and port too, and TCP is matched by nothing else`,
            fix: 'set the address for only one of them',
          },
        ];
      });
    },
  );
};
