import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { defineNamespaces } from '../charts';
import { defineHello } from './fixtures/hello';
import { copyProject, lab, ROOT, runScript, scratch, type Manifest } from './support';

const app = new App();
const mesh = { ...lab.mesh, namespaces: { hello: 'asm-1-30' } } as const;
const namespaces = defineNamespaces(app, { ...lab, mesh });
defineHello(app, namespaces('hello'));
const objects = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);

test('a service that knows nothing of the store joins the mesh and stands behind the gateway', () => {
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)).toEqual(
    [
      'ConfigMap aks-istio-system/istio-shared-configmap-asm-1-30',
      'Namespace /hello',
      'PeerAuthentication hello/hello-mtls',
      'Service hello/hello',
      'Deployment hello/hello',
      'Gateway hello/hello-gateway',
      'VirtualService hello/hello-route',
    ],
  );
  expect(objects[1]).toHaveProperty(
    'metadata.labels',
    expect.objectContaining({ 'istio.io/rev': 'asm-1-30' }),
  );
  expect(objects[6]).toHaveProperty('spec.http.0.route.0.destination', {
    host: 'hello.hello.svc.cluster.local',
    port: { number: 8080 },
  });
});

test('a namespace that the settings do not have is an error with the way out', () => {
  expect(() => namespaces('shop')).toThrow("no namespace 'shop' is in the mesh; add it to 'mesh.namespaces'");
});

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('it takes less than 30 lines, and the README shows them', () => {
  const code = readFileSync(join(ROOT, '__tests__/fixtures/hello.ts'), 'utf8');
  expect(code.split('\n').length).toBeLessThan(30);
  expect(readme).toContain(code.replaceAll('../../charts/', './').replaceAll('../../', '../'));
});

const project = scratch();

test('the three steps of the README, taken to the letter, put it into the lab and nowhere else', () => {
  copyProject(project);
  const edit = (file: string, before: RegExp, line: string) =>
    writeFileSync(
      join(project, file),
      readFileSync(join(project, file), 'utf8').replace(before, (found) => `${line}\n${found}`),
    );

  const [, setting] = /`(hello: installedRevision,)`/.exec(readme)!;
  const [code, importing, call] = [...readme.matchAll(/^```ts\n(.*?)\n```$/gms)].map(([, block]) => block!);
  edit('settings/lab.ts', / {6}pets: /, setting!);
  writeFileSync(join(project, 'charts/hello.ts'), code!);
  edit('charts/index.ts', /^import/, importing!);
  edit('charts/index.ts', / {2}return namespaces;/, call!);

  const out = { CDK8S_OUTDIR: join(project, 'dist'), CDKTF_OUTDIR: join(project, 'cdktf.out') };
  const { status, stderr } = runScript([join(project, 'main.ts')], out);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('Error') });
  const files = (environment: string) =>
    readdirSync(join(project, 'dist', environment)).map((name) => name.replace(/^\d+-/, ''));
  expect(files('lab')).toEqual(
    expect.arrayContaining([
      'namespace-hello.k8s.yaml',
      'mtls-hello.k8s.yaml',
      'hello.k8s.yaml',
      'hello-ingress.k8s.yaml',
    ]),
  );
  expect(files('production').filter((name) => name.includes('hello'))).toEqual([]);
});

test('taken twice, it is an error with the environment and the way out, and no trace', () => {
  const index = join(project, 'charts/index.ts');
  const text = readFileSync(index, 'utf8');
  const [call] = /^.*defineHello\(app.*$/m.exec(text)!;
  writeFileSync(index, text.replace(call, `${call}\n${call}`));
  const { status, stderr } = runScript([join(project, 'main.ts'), 'kubernetes'], {
    CDK8S_OUTDIR: join(project, 'dist'),
  });
  expect(status).toBe(1);
  expect(stderr).toContain(
    "lab: two constructs in App have the id 'hello'; give one of them another id, the second argument of its constructor\n",
  );
  expect(stderr).not.toMatch(/^\s+at /m);
});
