import { renderObjects } from '../../charts/synth';
import type { Plan } from '../../model/plan';
import { loadEnvironments } from '../../commands/environments';
import type { KubernetesObject } from '../../objects/object';
import { judgeSettings } from '../../rules';
import { gatewayApi } from '../fixtures/gateway-api';
import { changed, TODAY } from '../support';
import { example, full } from '../verify/fixtures';
import { adminOf } from './control-plane';
import { featured } from './featured';
import { controlPlane } from './handover';
import { writeKubeconfig } from './kubeconfig';
import { AKS_NAMESPACES, resultsOf, verify } from './live';

const { suite, coordinates } = controlPlane();
const admin = adminOf(coordinates);

const own = loadEnvironments({}, TODAY).environments;

const isRefused = (environment: Plan) => judgeSettings([environment], TODAY).faults.length > 0;

/** Those that can do without what the Gateway API cannot say, with it. */
const byGatewayApi = [...own, example, full]
  .map((environment) => changed(environment, { 'mesh.gatewayApi': true }))
  .filter((environment) => !isRefused(environment))
  .map((environment) => ({ ...environment, name: `${environment.name} with the Gateway API` }));

/** Those of the project, whatever they are, and those of the tests. */
const all: readonly Plan[] = [
  ...own,
  example,
  full,
  // Of the project's own, one with the Gateway API cannot have all of it.
  ...[...own.filter((environment) => !isRefused(featured(environment))), example, full].map(featured),
  gatewayApi,
  ...byGatewayApi,
];

/** Takes everything away that any environment may have left, and makes what AKS makes. */
async function clear(): Promise<void> {
  for (const environment of all)
    for (const object of await renderObjects(environment)) await admin.remove(object);
  for (const namespace of AKS_NAMESPACES) await admin.apply(namespace);
}

/** What the server says of objects that it does not take, in their order. */
async function rejections(objects: readonly KubernetesObject[]): Promise<string[]> {
  const rejected = [];
  for (const object of objects) {
    const { status, body } = await admin.tryApply(object);
    if (status >= 300) rejected.push(`${object.kind} ${object.metadata.name}: ${status} ${body.message}`);
  }
  return rejected;
}

suite('a real API server', () => {
  beforeEach(clear);
  afterAll(clear);

  test.each(all)('accepts everything of $name, in file order', async (environment) => {
    const objects = await renderObjects(environment);
    expect(objects.length).toBeGreaterThan(0);
    expect(await rejections(objects)).toEqual([]);
  });

  test.each([example, full, gatewayApi, featured(full)])(
    'gives everything of $name back as it was written',
    async (environment) => {
      await rejections(await renderObjects(environment));
      const kubeconfig = writeKubeconfig(coordinates, 'admin', coordinates.tokens.admin);
      const run = await verify(kubeconfig, [environment.name, 'drift', 'stale-objects', '--json']);
      expect(resultsOf(run).map(({ check, actual }) => [check, actual])).toEqual([
        ['drift', expect.stringMatching(/^all \d+ objects match /) as string],
        ['stale-objects', 'none'],
      ]);
    },
  );
});

/** What is wrong with a copy of an object, and what the server is to say of it. */
const FAULTS: readonly [kind: string, fields: object, words: readonly string[]][] = [
  ...['ConfigMap', 'Role', 'RoleBinding', 'ServiceAccount'].map((kind): (typeof FAULTS)[number] => [
    kind,
    { oops: 1 },
    ['.oops', 'field not declared in schema'],
  ]),
  ...[
    'AuthorizationPolicy',
    'CronJob',
    'Deployment',
    'DestinationRule',
    'GRPCRoute',
    'Gateway',
    'HTTPRoute',
    'HorizontalPodAutoscaler',
    'Job',
    'Namespace',
    'NetworkPolicy',
    'PeerAuthentication',
    'RequestAuthentication',
    'Service',
    'ServiceEntry',
    'Sidecar',
    'StatefulSet',
    'VirtualService',
  ].map((kind): (typeof FAULTS)[number] => [
    kind,
    { spec: { oops: 1 } },
    ['.spec.oops', 'field not declared in schema'],
  ]),
  ['PeerAuthentication', { spec: { mtls: { mode: 'STRICKT' } } }, ['spec.mtls.mode', 'STRICT']],
  ['Gateway', { spec: { servers: 'all' } }, ['.spec.servers', 'expected list']],
  ['HTTPRoute', { spec: { hostnames: Array(17).fill('a.example.com') } }, ['spec.hostnames', '16 items']],
  ['VirtualService', { spec: { hosts: [80] } }, ['.spec.hosts[0]', 'string']],
];

suite('a real API server rejects', () => {
  let rendered: readonly KubernetesObject[];

  beforeAll(async () => {
    await clear();
    rendered = (await Promise.all([example, full, featured(full), gatewayApi].map(renderObjects))).flat();
    for (const object of rendered) await admin.apply(object);
  });
  afterAll(clear);

  test.each(FAULTS)('a %s with %j, and says why', async (kind, fields: { spec?: object }, words) => {
    const found = rendered.find((object) => object.kind === kind)!;
    const spec = found.spec || fields.spec ? { ...(found.spec as object), ...fields.spec } : undefined;
    const { status, body } = await admin.tryApply({ ...found, ...fields, spec } as KubernetesObject, {
      dryRun: true,
    });
    expect(status).toBeGreaterThanOrEqual(400);
    for (const word of words) expect(body.message).toContain(word);
  });

  test('a fault in every kind that the tests render', () => {
    const kinds = new Set(rendered.map(({ kind }) => kind));
    expect(new Set(FAULTS.map(([kind]) => kind))).toEqual(kinds);
  });
});
