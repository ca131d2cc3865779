import { isAddress } from '../../../objects/hosts';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** What is called outside is a host name, not of this cluster, and of two TCP hosts no address is the same. */
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
            problem: 'is an address, and a host is called by its name',
            fix: "state the host's name; where it has none, any name for it, with the 'protocol' TCP and this address in 'addresses'",
          },
        ];
      if (/\.svc$|\.cluster\.local$/.test(host))
        return [
          {
            path,
            value: host,
            problem: 'is a Service of a cluster, which is not outside',
            fix: "state it in 'calls'; what no application here runs needs to be one first, by manifests()",
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
            problem: `'${other}' has this address and port too, and TCP is told apart by nothing else`,
            fix: 'state the address for one of them',
          },
        ];
      });
    },
  );
};
