import type { Check, Checks, KubernetesObject, Skipped } from './check';

/** Status, curl's exit code and the server that answered; curl prints them after a refused connection too. */
const FORMAT = '%{http_code} %{exitcode} %header{server}';

interface PeerAuthentication extends KubernetesObject {
  readonly spec?: {
    readonly selector?: object;
    readonly mtls?: { readonly mode?: string };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: string }>>;
  };
}

/**
 * Mutual TLS: no other policy weakens the rendered one; a call from outside the mesh is refused under STRICT, and a call
 * from inside is served.
 */
export const mtls: Checks = ({ settings: { environment, mesh, store, testClients } }) => {
  const policies = Object.keys(mesh.namespaces).map((namespace): Check => ({
    name: `${namespace} has one mutual TLS policy`,
    expected: `${namespace}-mtls: ${mesh.mtls}`,
    actual: async (cluster) => {
      const kind = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' };
      const found = (await cluster.list(kind, { namespace })) as PeerAuthentication[];
      return found.map(inWords).toSorted().join('; ') || 'no PeerAuthentication';
    },
  }));

  const service = `store-front.${store.namespace}.svc.cluster.local:80`;
  const probe = ['curl', '-sI', '-o', '/dev/null', '--max-time', '10', '-w', FORMAT, service];
  const outside =
    mesh.mtls === 'STRICT'
      ? { name: 'a client outside the mesh is refused', expected: '000 56' }
      : { name: 'a client outside the mesh is served', expected: '200 0 istio-envoy' };
  const calls: Check[] = [
    { ...outside, settles: true, actual: (cluster) => cluster.exec('curl-outside', 'default', probe) },
    {
      name: 'a client inside the mesh is served',
      expected: '200 0 envoy',
      settles: true,
      actual: (cluster) => cluster.exec('curl-inside', store.namespace, probe),
    },
  ];
  const skipped = `${environment} has no test clients (settings: testClients)`;
  return [...policies, ...(testClients ? calls : calls.map(({ name }): Skipped => ({ name, skipped })))];
};

function inWords({ metadata, spec = {} }: PeerAuthentication): string {
  const ports = Object.entries(spec.portLevelMtls ?? {}).map(
    ([port, { mode }]) => `, ${mode} on port ${port}`,
  );
  const scope = spec.selector && Object.keys(spec.selector).length > 0 ? ' for some pods only' : '';
  return `${metadata.name}: ${spec.mtls?.mode ?? 'UNSET'}${scope}${ports.join('')}`;
}
