import { application } from 'aks-istio-cdk';
import { renderObjects } from '../../../charts/synth';
import type { Environment } from '../../../model/schema/environment';
import type { Plan } from '../../../model/plan';
import { authorization } from '../../../verify/checks/authorization';
import type { Cluster, Expectation } from '../../../verify/check';
import { example } from '../fixtures';
import type { KubernetesObject } from '../../../objects/object';
import { planWith } from '../../support';

const image = 'example.com/app:1.0.0';

/** A namespace with a client that may read one service, write to another, and use a queue. */
function environmentWith({
  mesh,
  ...fields
}: {
  readonly mesh?: object;
  readonly [field: string]: unknown;
}): Plan {
  const yard = application({
    reads: { image, ports: { http: { port: 80, targetPort: 8080 } } },
    writes: { image, ports: { http: 80 } },
    hidden: { image, ports: { http: 80 } },
    queue: { image, ports: { 'tcp-queue': 5672 } },
    vault: { image, ports: { 'tcp-vault': 8200 } },
    client: {
      image,
      testClient: true,
      calls: {
        reads: { port: 'http', methods: ['POST', 'HEAD'], paths: ['/items/{*}/{*}'] },
        writes: { port: 'http', methods: ['POST'] },
        queue: 'tcp-queue',
      },
    },
  });
  const namespaces = { yard: { revision: 'asm-1-30', applications: { yard }, ...fields } };
  return planWith(example, {
    namespaces,
    ...(mesh && { mesh: { ...example.mesh, ...mesh } }),
  } as unknown as Partial<Environment>);
}

const DENIED = 'RBAC: access denied 403 0';
const HEALTHY: Readonly<Record<string, string>> = {
  reads: ' 200 0',
  hidden: DENIED,
  vault: ' 000 56',
};

/** What the check sees, by what it expects, on a cluster that holds what is rendered. */
async function seen(
  fields: Readonly<Record<string, unknown>>,
  prints: Readonly<Record<string, string>> = HEALTHY,
  more: KubernetesObject[] = [],
) {
  const environment = environmentWith(fields);
  const rendered = (await renderObjects(environment)) as readonly KubernetesObject[];
  const commands: string[][] = [];
  const cluster: Cluster = {
    version: async () => '1.35',
    list: async (kind, where) =>
      [...rendered, ...more].filter(
        (object) => object.kind === kind.kind && object.metadata.namespace === where?.namespace,
      ),
    exec: async (_deployment, _namespace, command) => {
      commands.push([...command]);
      return prints[/\/\/(\w+)\./.exec(command.at(-1)!)![1]!] ?? 'nothing';
    },
    httpGet: async () => 'nothing',
    certificate: async () => '',
  };
  const results = await Promise.all(
    authorization.expectations({ environment, rendered }).map(async (each) => {
      if ('skipped' in each) return [each.name, `skipped: ${each.skipped}`];
      const actual = await each.actual(cluster);
      return [each.name, actual === each.expected ? 'ok' : actual];
    }),
  );
  return { results: Object.fromEntries(results) as Record<string, string>, commands };
}

const policies = 'yard has the rendered policies of authorization and no others';

test('lets a client in where it declares a call, and expects a rejection everywhere else', async () => {
  const { results, commands } = await seen({ authorization: 'on' });
  expect(results).toEqual({
    [policies]: 'ok',
    'yard/client may call yard/reads on http': 'ok',
    'yard/client may call yard/writes on http':
      'skipped: every declared call may change something, and verify only reads',
    'yard/client may not call yard/hidden on http': 'ok',
    'yard/client may call yard/queue on tcp-queue': 'skipped: curl does not speak its protocol',
    'yard/client may not call yard/vault on tcp-vault': 'ok',
  });
  // It asks by a method that only reads, on a declared path, at the port of the Service.
  expect(commands.map((command) => command.join(' '))).toEqual([
    'curl -s --head -o /dev/null --max-time 10 -w  %{http_code} %{exitcode} http://reads.yard.svc.cluster.local:80/items/verify/verify',
    'curl -s --max-time 10 -w  %{http_code} %{exitcode} http://hidden.yard.svc.cluster.local:80/',
    'curl -s --max-time 10 -w  %{http_code} %{exitcode} http://vault.yard.svc.cluster.local:8200/',
  ]);
});

test.each([
  ['reads', 'may call yard/reads on http', DENIED],
  ['reads', 'may call yard/reads on http', ' 503 0'],
  ['reads', 'may call yard/reads on http', '000 56'],
  ['hidden', 'may not call yard/hidden on http', 'hello 200 0'],
  ['hidden', 'may not call yard/hidden on http', 'forbidden by the service 403 0'],
  ['hidden', 'may not call yard/hidden on http', '000 56'],
  ['vault', 'may not call yard/vault on tcp-vault', 'hello 200 0'],
  ['vault', 'may not call yard/vault on tcp-vault', '000 28'],
])('sees that %s answers a call that the client %s with %j', async (workload, expectation, printed) => {
  const { results } = await seen({ authorization: 'on' }, { ...HEALTHY, [workload]: printed });
  expect(results[`yard/client ${expectation}`]).toBe(printed.trim());
});

test('takes the end of a call by a sidecar that knows no such host for a rejection too', async () => {
  const fields = { authorization: 'on', egress: 'declared' };
  const { results } = await seen(fields, { ...HEALTHY, hidden: ' 502 0', vault: ' 000 52' });
  expect(Object.values(results).filter((result) => !result.startsWith('skipped'))).toEqual([
    'ok',
    'ok',
    'ok',
    'ok',
  ]);
});

test('asks nothing of a trial, and nothing of a namespace without policies but that it has none', async () => {
  expect((await seen({ authorization: 'trial' })).results).toEqual({ [policies]: 'ok' });
  expect((await seen({})).results).toEqual({ [policies]: 'ok' });
  const [none] = authorization.expectations({ environment: environmentWith({}), rendered: [] }) as [
    Expectation,
  ];
  expect(none.expected).toBe('none');
});

test('sees a policy that nobody rendered, and one that is a trial no more', async () => {
  const extra: KubernetesObject = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'let-all', namespace: 'yard' },
  };
  expect((await seen({}, HEALTHY, [extra])).results[policies]).toBe('AuthorizationPolicy yard/let-all');
  const trial = authorization.expectations({
    environment: environmentWith({ authorization: 'trial' }),
    rendered: await renderObjects(environmentWith({ authorization: 'trial' })),
  })[0] as Expectation;
  expect(trial.expected).toContain('AuthorizationPolicy yard/allow-nothing (trial)');
});

test('skips the calls where no test client runs inside the mesh', () => {
  const environment = environmentWith({ authorization: 'on', applications: {} });
  expect(authorization.expectations({ environment, rendered: [] })).toContainEqual({
    name: 'yard is called from inside the mesh',
    skipped: 'no test client runs inside the mesh (testClient: true of a workload makes it one)',
  });
});

test('what a client may call because its sidecar does, such as a collector of traces, is not asked', async () => {
  const service = 'hidden.yard.svc.cluster.local';
  const config = {
    extensionProviders: [{ name: 'traces', zipkin: { service, port: 80 } }],
    defaultProviders: { tracing: ['traces'] },
  };
  const { results } = await seen({ authorization: 'on', mesh: { config } });
  expect(results).toMatchObject({
    'yard/client may call yard/hidden on http': "skipped: sidecars of 'yard' call it by themselves",
    'yard/client may not call yard/vault on tcp-vault': 'ok',
  });
});
