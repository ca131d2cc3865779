import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { application, type ApplicationHook } from 'aks-istio-cdk';
import { renderObjects, synthCharts } from '../../charts/synth';
import { FaultError } from '../../model/fault';
import { reader } from '../fixtures/library';
import { changed, full, objects, plain, scratch } from '../support';

const folder = scratch();
let runs = 0;
/** Files of an environment, in their order. */
async function filesOf(environment: typeof plain): Promise<string[]> {
  const out = join(folder, `${++runs}`);
  await synthCharts([environment], out);
  return readdirSync(join(out, environment.name)).toSorted();
}

test('every environment is written to its folder, with what was written', async () => {
  const out = join(folder, 'both');
  const written = await synthCharts([plain, full], out);
  expect(written).toEqual(
    [plain, full].map(({ name }) => ({
      path: name,
      contents: `${readdirSync(join(out, name)).flatMap((file) => objects(readFileSync(join(out, name, file), 'utf8'))).length} objects in ${readdirSync(join(out, name)).length} files`,
      notes: [],
    })),
  );
});

test('the order of the files is that in which kubectl applies them, by what they hold', async () => {
  expect(await filesOf(plain)).toEqual([
    '00-mesh-config.k8s.yaml',
    '10-namespace-reading.k8s.yaml',
    '20-mtls-reading.k8s.yaml',
    '30-application-default.outside.k8s.yaml',
    '30-application-reading.inside.k8s.yaml',
    '30-application-reading.library.k8s.yaml',
    '40-ingress-reading.library.k8s.yaml',
  ]);
});

test('what is in the files is what is rendered, in that order', async () => {
  const files = await filesOf(plain);
  const read = files.flatMap((file) => objects(readFileSync(join(folder, `${runs}`, 'plain', file), 'utf8')));
  expect(read).toEqual(await renderObjects(plain));
});

test.each<[what: string, values: Record<string, unknown>, added: string[]]>([
  [
    'a namespace',
    { 'namespaces.archive': { revision: 'asm-1-30' } },
    ['10-namespace-archive.k8s.yaml', '20-mtls-archive.k8s.yaml'],
  ],
  [
    'an application',
    { 'namespaces.reading.applications.another': application({ another: { image: 'example.com/a:1' } }) },
    ['30-application-reading.another.k8s.yaml'],
  ],
])('%s more renames no other file', async (_, values, added) => {
  expect(await filesOf(changed(plain, values))).toEqual([...(await filesOf(plain)), ...added].toSorted());
});

test('one application twice in an environment has files of its own each time', async () => {
  const twice = changed(plain, {
    'namespaces.archive': { revision: 'asm-1-30', applications: { inside: reader() } },
  });
  const names = (await renderObjects(twice))
    .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'reader')
    .map(({ metadata }) => metadata.namespace);
  expect(names).toEqual(['archive', 'default', 'reading']);
});

test('two runs render the same', async () => {
  expect(JSON.stringify(await renderObjects(full))).toBe(JSON.stringify(await renderObjects(full)));
});

test('a broken rule of any environment stops the synth before a file is written', async () => {
  const wrong = changed(full, {
    'namespaces.archive.applications.library.workloads.loans.service': { spec: { typ: 'x' } },
  });
  const out = join(folder, 'none');
  const error: unknown = await synthCharts([plain, wrong], out).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  expect((error as FaultError).faults).toEqual([
    expect.objectContaining({ where: 'full: Service archive/loans spec.typ', value: 'x' }),
  ]);
  expect(existsSync(out)).toBe(false);
});

test('a waiver is a note of the environment whose object states it', async () => {
  const customize: ApplicationHook = ({ chart }) => {
    new ApiObject(chart, 'gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: {
        name: 'later',
        annotations: { 'aks-istio-cdk/waive-gateway-runs': 'the gateway comes\n in March' },
      },
      spec: {
        selector: { istio: 'later' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }],
      },
    });
  };
  const later = application({ later: { image: 'example.com/a:1' } }, { customize });
  const waiving = changed(full, { 'namespaces.archive.applications.later': later });
  const written = await synthCharts([plain, waiving], join(folder, 'waiving'));
  expect(written.map(({ path, notes }) => [path, notes])).toEqual([
    ['plain', []],
    ['full', ['waived: full: gateway-runs for Gateway archive/later: the gateway comes in March']],
  ]);
});
