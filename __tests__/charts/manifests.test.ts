import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { synthCharts } from '../../charts/synth';
import type { Plan } from '../../model/plan';
import { FaultError } from '../../model/fault';
import type { KubernetesObject } from '../../objects/object';
import { standInForHelm } from '../fixtures/helm';
import { changed, objectsOf, one, ROOT, running, scratch } from '../support';

const folder = scratch();
const fixture = join(ROOT, '__tests__/fixtures/manifests.yaml');
const source = (stated: object, workloads: object = {}) => running(workloads, { source: stated });
const annotationsOf = (object: KubernetesObject) => {
  const spec = object.spec as {
    template?: { metadata?: { annotations?: object } };
    jobTemplate?: { spec: { template: { metadata?: { annotations?: object } } } };
  };
  return (spec.template ?? spec.jobTemplate?.spec.template)?.metadata?.annotations;
};
const mesh = { 'aks-istio-cdk/mesh-revision': 'asm-1-30' };

async function faultsOf(environment: Plan) {
  const error: unknown = await synthCharts([environment]).catch((thrown: unknown) => thrown);
  if (!(error instanceof FaultError)) throw error;
  return error.faults;
}

describe('manifests that someone else wrote', () => {
  let all: KubernetesObject[];
  beforeAll(async () => {
    all = (await objectsOf(source({ yaml: fixture }))).filter(({ metadata }) =>
      /^(web|night|once)/.test(metadata.name),
    );
  });

  test('are rendered, each object as it is but for what follows', () => {
    expect(all.map(({ kind }) => kind)).toEqual(['Service', 'Deployment', 'CronJob', 'Job', 'ClusterRole']);
    expect(one(all, 'Deployment', 'web')).toHaveProperty('spec.template.spec.containers.0.resources', {
      requests: { cpu: 1 },
    });
  });

  test('stand in the namespace of the application, unless their kind has none', () => {
    for (const { kind, metadata } of all)
      expect([kind, metadata.namespace]).toEqual([kind, kind === 'ClusterRole' ? undefined : 'reading']);
  });

  test('have none where their API group says so, and have one where only the name of their kind does', async () => {
    const yaml = join(folder, 'scopes.yaml');
    const written = ['node.k8s.io/v1, kind: RuntimeClass', 'example.com/v1, kind: ClusterRole'].map(
      (kind) => `{ apiVersion: ${kind}, metadata: { name: scoped } }`,
    );
    writeFileSync(yaml, written.join('\n---\n'));
    const scoped = (await objectsOf(source({ yaml }))).filter(({ metadata }) => metadata.name === 'scoped');
    expect(scoped.map(({ metadata }) => metadata.namespace)).toEqual([undefined, 'reading']);
  });

  test('keep a namespace of their own, which the environment must have', async () => {
    const yaml = (namespace: string) => {
      const file = join(folder, `${namespace}.yaml`);
      writeFileSync(
        file,
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: ${namespace} }\n`,
      );
      return source({ yaml: file });
    };
    expect(one(await objectsOf(yaml('default')), 'ConfigMap', 'own').metadata.namespace).toBe('default');
    expect(await faultsOf(yaml('elsewhere'))).toEqual([
      expect.objectContaining({
        where: 'plain: ConfigMap elsewhere/own metadata.namespace',
        value: 'elsewhere',
        problem: 'the environment has no such namespace, so nothing creates it',
      }),
    ]);
  });

  test('are read as Kubernetes reads them: no text is a time, and both ways to write octal numbers are numbers', async () => {
    const yaml = join(folder, 'read.yaml');
    const config = 'data: { date: 2024-01-01, time: 2001-12-14t21:59:43.10-05:00, ratio: 12:30:45 }';
    const spec =
      'spec: { <<: &a { modes: [0o644, 0644] }, again: { <<: *a }, 1: one, path: ., more: [-., ._, .5, 5.] }';
    const other = `apiVersion: example.com/v1\nkind: Own\nmetadata: { name: own }\n${spec}`;
    writeFileSync(
      yaml,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: texts }\n${config}\n---\n${other}\n`,
    );
    const objects = await objectsOf(source({ yaml }));
    expect(one(objects, 'ConfigMap', 'texts')).toHaveProperty('data', {
      date: '2024-01-01',
      time: '2001-12-14t21:59:43.10-05:00',
      ratio: '12:30:45',
    });
    expect(one(objects, 'Own', 'own')).toHaveProperty('spec', {
      modes: [0o644, 0o644],
      again: { modes: [0o644, 0o644] },
      1: 'one',
      path: '.',
      more: ['-.', '._', 0.5, 5],
    });
  });

  test('in a list are objects like all others', async () => {
    const yaml = join(folder, 'list.yaml');
    const items = "[{ metadata: { name: listed }, data: { a: 'b' } }]";
    const inner = `{ apiVersion: v1, kind: ConfigMapList, items: ${items} }`;
    writeFileSync(yaml, `apiVersion: v1\nkind: List\nitems: [${inner}]\n`);
    const objects = await objectsOf(source({ yaml }));
    expect(one(objects, 'ConfigMap', 'listed').metadata).toEqual({
      name: 'listed',
      namespace: 'reading',
      labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
    });
    expect(objects.filter(({ kind }) => kind.endsWith('List'))).toEqual([]);
  });

  test('may have one name for kinds of two groups, a mark of the encoding in each, and as many aliases as they like', async () => {
    const yaml = join(folder, 'joined.yaml');
    const own = (group: string, more = '') =>
      `\ufeffapiVersion: ${group}.example.com/v1\nkind: Own\nmetadata: { name: same }\n${more}`;
    const aliases = `spec: { a: &a { b: c }, all: [${Array(200).fill('*a').join(', ')}] }\n`;
    writeFileSync(yaml, [own('one'), own('two', aliases)].join('---\n'));
    const objects = (await objectsOf(source({ yaml }))).filter(({ kind }) => kind === 'Own');
    expect(objects.map(({ apiVersion }) => apiVersion).toSorted()).toEqual([
      'one.example.com/v1',
      'two.example.com/v1',
    ]);
    expect(objects.flatMap(({ spec }) => (spec as { all: object[] } | undefined)?.all ?? [])).toHaveLength(
      200,
    );
  });

  test('may come from a server', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/shop.yaml' ? 200 : 404;
      response.end('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: served }\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = (path: string) =>
      source({ yaml: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}` });
    try {
      expect(one(await objectsOf(at('/shop.yaml')), 'ConfigMap', 'served')).toBeDefined();
      expect(await faultsOf(at('/other.yaml'))).toEqual([
        expect.objectContaining({ problem: 'the server answered 404 Not Found' }),
      ]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('keep labels of their own', () => {
    expect(one(all, 'Service', 'web').metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'someone' });
    expect(one(all, 'Job', 'once').metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'aks-istio-cdk',
    });
  });

  test('have their pods rolled by a change of the mesh, but for those of a Job', () => {
    expect(annotationsOf(one(all, 'Deployment', 'web'))).toEqual(mesh);
    expect(annotationsOf(one(all, 'CronJob', 'night'))).toEqual({ 'example.com/own': 'kept', ...mesh });
    expect(annotationsOf(one(all, 'Job', 'once'))).toBeUndefined();
  });

  test('outside the mesh, are left alone', async () => {
    const outside = changed(source({ yaml: fixture }), { 'namespaces.reading.revision': undefined });
    expect(annotationsOf(one(await objectsOf(outside), 'Deployment', 'web'))).toBeUndefined();
  });

  test('can be exposed: the route leads to their Service', async () => {
    const web = { ports: { http: 80 }, expose: { http: { hosts: ['*'] } } };
    const route = one(await objectsOf(source({ yaml: fixture }, { web })), 'VirtualService', 'web-route');
    expect(route).toHaveProperty('spec.http.0.route.0.destination.host', 'web.reading.svc.cluster.local');
  });
});

describe('what is wrong with manifests is a fault, and nothing is written:', () => {
  test('a file that is not there', async () => {
    expect(await faultsOf(source({ yaml: 'nowhere.yaml' }))).toEqual([
      {
        where: 'plain: namespaces.reading.applications.app.source (environments/plain.ts)',
        value: { yaml: 'nowhere.yaml' },
        problem: 'there is no such file below the folder in which synth runs',
        fix: 'make sure that the file or chart is there, and that its hook does what it should',
      },
    ]);
  });

  test('a Service or a port that they do not have', async () => {
    const described = { web: { ports: { 'http-admin': 81 } }, other: { ports: { http: 80 } } };
    expect(await faultsOf(source({ yaml: fixture }, described))).toEqual([
      expect.objectContaining({
        where: 'plain: Service reading/web spec.ports',
        problem: "the manifests of 'app' render no such port; they have 80",
      }),
      expect.objectContaining({
        where: 'plain: Service reading/other spec.ports',
        problem: "the manifests of 'app' render no such Service",
      }),
    ]);
  });

  test.each([
    [
      'an end of quotes that is not there',
      'data: { d: "unclosed }',
      /^it is not YAML: .* at line 4, column \d+$/,
    ],
    [
      'a key twice',
      'data: { d: a, d: b }',
      /^it is not YAML: Map keys must be unique at line 3, column \d+$/,
    ],
    [
      'a template that is not filled in',
      'data: {{ .Values.x }}',
      /^it is not YAML: .* at line \d+, column \d+$/,
    ],
    [
      'another document that is no object',
      'just text',
      /^document 2 of it is not an object: it has no apiVersion/,
    ],
    ['a list at the top', '- a', /^document 2 of it is not an object/],
    [
      'an item of a list that is no object',
      'apiVersion: v1\nkind: List\nitems: [{ kind: A }]',
      /^item 1 of document 2 of it is not an object/,
    ],
  ])('%s', async (name, more, problem) => {
    const yaml = join(folder, `${name}.yaml`);
    writeFileSync(
      yaml,
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: {} }\n---\n${more}\n`,
    );
    expect(await faultsOf(source({ yaml }))).toEqual([
      expect.objectContaining({ value: { yaml }, problem: expect.stringMatching(problem) }),
    ]);
  });

  test('a file without an object, and a folder', async () => {
    const empty = join(folder, 'empty.yaml');
    writeFileSync(empty, '# nothing\n---\n');
    const problems = await Promise.all(
      [empty, folder].map(async (yaml) => (await faultsOf(source({ yaml }))).map(({ problem }) => problem)),
    );
    expect(problems).toEqual([['it has no objects'], ['it is not a file']]);
  });

  test('a misspelled field', async () => {
    const yaml = join(folder, 'misspelled.yaml');
    writeFileSync(
      yaml,
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { sesionAffinity: None }\n',
    );
    expect(await faultsOf(source({ yaml }))).toEqual([
      expect.objectContaining({
        where: 'plain: Service reading/web spec.sesionAffinity',
        problem: 'unknown field',
      }),
    ]);
  });
});

describe('a Helm chart', () => {
  standInForHelm();

  test('is rendered with its repository, version, values and release, for the namespace', async () => {
    const chart = {
      helm: 'shop',
      repo: 'https://charts.example.com',
      version: '1.2.3',
      values: { replicas: 2 },
      release: 'mine',
    };
    const { data } = one(await objectsOf(source(chart)), 'ConfigMap', 'arguments') as unknown as {
      data: { arguments: string; values: string };
    };
    expect(data.arguments.trim()).toBe(
      'template --repo https://charts.example.com --version 1.2.3 --namespace reading mine shop',
    );
    expect(data.values.trim()).toBe('replicas: 2');
  });

  test('is released under the name of the application, unless it says otherwise', async () => {
    const { data } = one(await objectsOf(source({ helm: 'shop' })), 'ConfigMap', 'arguments') as unknown as {
      data: { arguments: string };
    };
    expect(data.arguments.trim()).toMatch(/ app shop$/);
  });

  test('stands in the namespace, keeps its labels, and has its pods rolled', async () => {
    const web = one(await objectsOf(source({ helm: 'shop' })), 'Deployment', 'web');
    expect(web.metadata).toEqual({
      name: 'web',
      namespace: 'reading',
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    });
    expect(annotationsOf(web)).toEqual(mesh);
  });
});

const hasHelm = spawnSync('helm', ['version']).status === 0;

// The name says why it is skipped.
(hasHelm ? describe : describe.skip)(`the program helm${hasHelm ? '' : ' (skipped: there is none)'}`, () => {
  test('renders a chart into the namespace', async () => {
    const chart = join(folder, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
    writeFileSync(
      join(chart, 'templates/map.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  a: {{ .Values.a | quote }}\n',
    );
    const map = one(await objectsOf(source({ helm: chart, values: { a: 'b' } })), 'ConfigMap', 'app');
    expect(map).toMatchObject({ metadata: { namespace: 'reading' }, data: { a: 'b' } });
  });
});
