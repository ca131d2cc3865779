import { ApiObject } from 'cdk8s';
import { application, type ApplicationHook } from 'aks-istio-cdk';
import { renderObjects, synthCharts } from '../../charts/synth';
import { FaultError } from '../../model/fault';
import { reader } from '../fixtures/library';
import { changed, full, objects, plain, textsOf } from '../support';

/** Files of an environment, in their order. */
async function filesOf(environment: typeof plain): Promise<string[]> {
  const home = `${environment.name}/`;
  return Object.keys(textsOf(await synthCharts([environment]), home)).map((path) => path.slice(home.length));
}

test('every environment has a folder of its own, with what is in it', async () => {
  const made = await synthCharts([plain, full]);
  expect(made.parts).toEqual(
    [plain, full].map(({ name }) => {
      const texts = Object.values(textsOf(made, `${name}/`));
      const count = texts.flatMap((text) => objects(text)).length;
      return { path: name, contents: `${count} objects in ${texts.length} files`, notes: [] };
    }),
  );
  expect(Object.keys(textsOf(made)).filter((path) => !/^(plain|full)\//.test(path))).toEqual([]);
});

test('the order of the files is that in which kubectl applies them, by what they hold', async () => {
  expect(await filesOf(plain)).toEqual([
    '00-mesh-config.k8s.yaml',
    '10-namespace-reading.k8s.yaml',
    '20-mtls-reading.k8s.yaml',
    '30-application-reading.library.k8s.yaml',
    '31-workload-default.outside.reader.k8s.yaml',
    '31-workload-reading.inside.reader.k8s.yaml',
    '31-workload-reading.library.catalog.k8s.yaml',
    '31-workload-reading.library.ledger.k8s.yaml',
    '31-workload-reading.library.loans.k8s.yaml',
    '31-workload-reading.library.opening.k8s.yaml',
    '31-workload-reading.library.reminders.k8s.yaml',
    '40-ingress-reading.library.k8s.yaml',
  ]);
});

test('what is in the files is what is rendered, in that order', async () => {
  const texts = Object.values(textsOf(await synthCharts([plain])));
  const read = texts.flatMap((text) => objects(text));
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
    ['31-workload-reading.another.another.k8s.yaml'],
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

test('a broken rule of any environment stops the synth', async () => {
  const wrong = changed(full, {
    'namespaces.archive.applications.library.workloads.loans.service': { spec: { typ: 'x' } },
  });
  const error: unknown = await synthCharts([plain, wrong]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  expect((error as FaultError).faults).toEqual([
    expect.objectContaining({ where: 'full: Service archive/loans spec.typ', value: 'x' }),
  ]);
});

test('a waiver is a note of the environment whose object states it', async () => {
  const customize: ApplicationHook = ({ chart }) => {
    new ApiObject(chart, 'gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: {
        name: 'later',
        annotations: { 'aks-istio-cdk/waive-gateway-selectors-match': 'the gateway comes\n in March' },
      },
      spec: {
        selector: { istio: 'later' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }],
      },
    });
  };
  const later = application({ later: { image: 'example.com/a:1' } }, { customize });
  const waiving = changed(full, { 'namespaces.archive.applications.later': later });
  const { parts } = await synthCharts([plain, waiving]);
  expect(parts.map(({ path, notes }) => [path, notes])).toEqual([
    ['plain', []],
    ['full', ['waived: full: gateway-selectors-match for Gateway archive/later: the gateway comes in March']],
  ]);
});
