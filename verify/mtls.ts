import type { Check, Checks, Skipped } from './check';

/** Status, curl's exit code and the server that answered; curl prints them after a refused connection too. */
const FORMAT = '%{http_code} %{exitcode} %header{server}';

/** The lab's two calls: a client outside the mesh is refused under STRICT, a client inside is served. */
export const mtls: Checks = ({ settings: { environment, mesh, store, testClients } }) => {
  const probe = [
    'curl',
    '-sI',
    '-o',
    '/dev/null',
    '--max-time',
    '10',
    '-w',
    FORMAT,
    `store-front.${store.namespace}.svc.cluster.local:80`,
  ];
  const outside =
    mesh.mtls === 'STRICT'
      ? { name: 'a client outside the mesh is refused', expected: '000 56' }
      : { name: 'a client outside the mesh is served', expected: '200 0 istio-envoy' };
  const checks: Check[] = [
    { ...outside, settles: true, actual: (cluster) => cluster.exec('curl-outside', 'default', probe) },
    {
      name: 'a client inside the mesh is served',
      expected: '200 0 envoy',
      settles: true,
      actual: (cluster) => cluster.exec('curl-inside', store.namespace, probe),
    },
  ];
  if (testClients) return checks;
  return checks.map(({ name }): Skipped => ({
    name,
    skipped: `${environment} has no test clients (settings: testClients)`,
  }));
};
