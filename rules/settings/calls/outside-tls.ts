import { isDeepStrictEqual } from 'node:util';
import type { SettingRule } from '../../rule';

/** The sidecar encrypts only plain HTTP to one named host, and the workloads of a namespace use the same TLS settings. */
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
            problem: `another workload of the namespace '${caller.namespace}' calls port ${port} of this host with other TLS settings, and Istio applies one of them to both`,
            fix: "set the same 'tls' in both",
          },
        ];
      if (!tls) return [];
      if (caller.namespaceSettings.revision === undefined)
        return [
          {
            ...fault,
            problem: `the namespace '${caller.namespace}' has no 'revision', so there is no sidecar to encrypt the call`,
            fix: "set 'revision', or let the application encrypt: 'protocol' HTTPS without 'tls'",
          },
        ];
      if (protocol !== 'HTTP')
        return [
          {
            ...fault,
            problem: `the sidecar encrypts plain HTTP: in ${protocol} it reads no requests${protocol === 'HTTPS' ? ', and they are encrypted already' : ''}`,
            fix: "set 'protocol' to HTTP and let the application call http://, or remove 'tls'",
          },
        ];
      if (host.startsWith('*.'))
        return [
          {
            ...fault,
            problem: 'the sidecar must know the one host that it connects to, and a wildcard stands for many',
            fix: "name the host, or remove 'tls'",
          },
        ];
      return [];
    }),
  );
};
