import { isDeepStrictEqual } from 'node:util';
import type { SettingRule } from '../../rule';

/** What the sidecar encrypts is plain HTTP to one host, and the workloads of a namespace agree on it. */
export const outsideTls: SettingRule = (environment) => {
  const calls = Map.groupBy(
    environment.graph.outside,
    ({ caller, host, port }) => `${caller.namespace} ${host}:${port}`,
  );
  return [...calls.values()].flatMap((alike) =>
    alike.flatMap(({ caller, host, port, protocol, tls }) => {
      const fault = { path: `${caller.path}.callsOutside.${host}.tls`, value: tls };
      // A certificate is each workload's own.
      const [first, own] = [alike[0]!.tls, tls].map((each) => each && { ...each, credentialName: undefined });
      if (!isDeepStrictEqual(first, own))
        return [
          {
            ...fault,
            problem: `another workload of the namespace '${caller.namespace}' calls port ${port} of this host with other TLS settings, and Istio has one for both`,
            fix: "state the same 'tls' in both",
          },
        ];
      if (!tls) return [];
      if (caller.namespaceSettings.revision === undefined)
        return [
          {
            ...fault,
            problem: `the namespace '${caller.namespace}' has no 'revision', so that there is no sidecar to encrypt the call`,
            fix: "state 'revision', or let the application encrypt: the 'protocol' HTTPS without 'tls'",
          },
        ];
      if (protocol !== 'HTTP')
        return [
          {
            ...fault,
            problem: `the sidecar encrypts plain HTTP: in ${protocol} it reads no requests${protocol === 'HTTPS' ? ', and they are encrypted already' : ''}`,
            fix: "state the 'protocol' HTTP and let the application call http://, or take 'tls' out",
          },
        ];
      if (host.startsWith('*.'))
        return [
          {
            ...fault,
            problem: 'the sidecar has to know the one host that it connects to, and a wildcard is many',
            fix: "name the host, or take 'tls' out",
          },
        ];
      return [];
    }),
  );
};
