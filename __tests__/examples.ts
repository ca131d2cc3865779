import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { blocks, copyProject, page, runIn, succeed, write, type Shown } from './copies/project';
import { objects, ROOT, TODAY, type Manifest } from './support';

/** The examples of a page, and what surrounds them in a project of a user. */
interface Examples {
  readonly files: readonly Shown[];
  /** Entries of the environment's namespaces. */
  readonly namespaces: readonly string[];
  /** More fields of its cluster. @default none */
  readonly cluster?: string;
  /** @default one with the external gateway */
  readonly mesh?: string;
  /** The hook that it takes. @default none */
  readonly azure?: string;
  /** The hook for the Kubernetes half. @default none */
  readonly kubernetes?: string;
  /** Applications that it does not have: they are compiled and linted only. @default none */
  readonly unused?: readonly string[];
}

const OFFICE = `expose: { http: { hosts: ['tickets.example.com'] } },\n`;
const REVISION = `revision: 'asm-1-30'`;
const GATEWAY = `installedRevision: 'asm-1-30', revisions: ['asm-1-30'], ingressGateways: ['external']`;

const nameOf = (path: string) =>
  basename(path, '.ts').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const sources = (files: readonly Shown[]) => files.filter(({ path }) => path.endsWith('.ts'));
const workload = (name: string, ports: string, more = '') =>
  `${name}: { image: 'ghcr.io/example/${name}:1.0.0', ports: { ${ports} },\n${more}},`;
const application = (path: string, workloads: string): Shown => ({
  path,
  text: `import { application } from 'aks-istio-cdk';\n\nexport const ${nameOf(path)} = application({ ${workloads} });\n`,
});

/** The blocks of a page that are files of a user. */
const filesOf = (text: string): Shown[] =>
  ['ts', 'yaml'].flatMap((language) =>
    blocks(text, language).flatMap((block) => {
      const [, path] = /^(?:\/\/|#) ((?:applications|environments)\/\S+)\n/.exec(block) ?? [];
      return path === undefined ? [] : [{ path, text: block }];
    }),
  );

/** Those that are a part of one. */
const partsOf = (text: string) => blocks(text, 'ts').filter((block) => !block.startsWith('// '));

/** The files of a page in a folder of its own: several pages have an application of the same name. */
const inFolder = (folder: string, files: readonly Shown[]) =>
  files.map(({ path, text }) => ({ path: path.replace(/^applications/, `$&/${folder}`), text }));

const READ: Readonly<Record<string, (text: string) => Examples>> = {
  README: (text) => ({
    files: filesOf(text),
    namespaces: [`hello: { ${REVISION}, applications: { hello } },`],
  }),

  'docs/applications': (text) => {
    // Its chart comes from the network, and the program `helm` is not everywhere.
    const unused = ['podinfo'];
    const files = filesOf(text);
    // One that is a function is called as the page says.
    const entry = (name: string) =>
      new RegExp(`\\b${name}: ${name}\\(.*?\\)(?=\`| \\})`).exec(text)?.[0] ?? name;
    const namespaces = sources(files)
      .filter(({ path }) => path.startsWith('applications/'))
      .map(({ path }) => nameOf(path))
      .filter((name) => !unused.includes(name))
      .map((name) => `'on-${name}': { ${REVISION}, applications: { ${entry(name)} } },`);
    const [namespace] = partsOf(text);
    return { files, namespaces: [...namespaces, namespace!], unused, azure: 'batch' };
  },

  'docs/authorization': (text) => {
    const [calls, token] = partsOf(text);
    const callees = [
      workload('queue', "'tcp-amqp': 5672"),
      workload('catalog', 'http: 8080'),
      workload('orders', 'http: 8080'),
    ];
    const files = [
      application(
        'applications/caller.ts',
        `${workload('caller', 'http: 8080', calls)} ${callees.join(' ')}`,
      ),
      application('applications/billing.ts', workload('invoices', "'grpc-api': 9000")),
      application('applications/signed.ts', workload('signed', 'http: 8080', token)),
    ];
    const settings = `${REVISION}, authorization: 'on', networkPolicies: true, egress: 'declared'`;
    return {
      files: inFolder('authorization', files),
      namespaces: [`shop: { ${settings}, applications: { caller, billing, signed } },`],
      cluster: "networkPolicy: 'cilium',",
    };
  },

  'docs/certificates': (text) => {
    const [expose] = partsOf(text);
    const secured = application('applications/secured.ts', workload('secured', 'http: 8080', expose));
    return {
      files: [...filesOf(text), secured],
      namespaces: [`shop: { ${REVISION}, applications: { secured } },`],
      azure: 'keyVault',
    };
  },

  'docs/gateway-api': (text) => {
    const [mesh, namespace] = partsOf(text);
    return { files: inFolder('gateway-api', filesOf(text)), namespaces: [namespace!], mesh };
  },

  'docs/gateways': (text) => ({
    files: [],
    namespaces: [],
    mesh: `mesh: { ${GATEWAY},\n${partsOf(text)[0]}},`,
  }),

  'docs/hooks': (text) => ({
    files: inFolder('hooks', [
      ...filesOf(text),
      application('applications/tickets.ts', workload('office', 'http: 8080', OFFICE)),
    ]),
    namespaces: [`tickets: { ${REVISION}, authorization: 'on', applications: { tickets } },`],
    mesh: `mesh: { installedRevision: 'asm-1-30', revisions: ['asm-1-30'], ingressGateways: [], gatewayApi: true },`,
    kubernetes: 'platform',
  }),
  'docs/providers': (text) => {
    const settings = `${REVISION}, authorization: 'on', networkPolicies: true, egress: 'declared'`;
    return {
      files: filesOf(text),
      namespaces: [
        `accounts: { ${settings}, applications: { 'sign-in': signIn } },`,
        `tracing: { ${settings}, applications: { collector } },`,
      ],
      mesh: partsOf(text)[0],
      cluster: "networkPolicy: 'cilium',",
    };
  },

  'docs/traffic': (text) => {
    const files = filesOf(text);
    const names = files.map(({ path }) => nameOf(path));
    return {
      files: inFolder('traffic', files),
      namespaces: names.map((name) => `${name}: { ${REVISION}, applications: { ${name} } },`),
    };
  },
};

const EXAMPLES = new Map(
  Object.entries(READ).map(([path, read]) => [basename(path).toLowerCase(), read(page(`${path}.md`))]),
);

/** The pages that have examples; each is the name of an environment that has them all. */
export const PAGES: readonly string[] = [...EXAMPLES.keys()];

function environmentOf(
  name: string,
  {
    files,
    namespaces,
    cluster = '',
    mesh = `mesh: { ${GATEWAY} },`,
    azure,
    kubernetes,
    unused = [],
  }: Examples,
): Shown {
  const imports = sources(files).map(({ path }) => {
    const isHook = path.startsWith('environments/');
    return `import { ${isHook ? (azure ?? kubernetes) : nameOf(path)} } from '${isHook ? path.replace('environments', '.') : `../${path}`}';\n`;
  });
  const text = `import type { Environment } from 'aks-istio-cdk';
${imports.join('').replaceAll(".ts'", "'")}
export const page = (): Environment => ({
  resourceGroup: { name: 'rg-${name}', location: 'westeurope' },
  state: { backend: 'local' },
  cluster: {
    name: '${name}',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
    ${cluster}
  },
  ${mesh}
  namespaces: { ${namespaces.join('\n')} },
  ${azure === undefined ? '' : `azure: ${azure},`}
  ${kubernetes === undefined ? '' : `kubernetes: ${kubernetes},`}
});

export const unused = [${unused.join(', ')}];
`;
  return { path: `environments/${name}.ts`, text };
}

/** Every file of a user's that has the examples of all pages. */
function allFiles(): Shown[] {
  const imports = PAGES.map((name, index) => `import { page as page${index} } from './${name}';\n`);
  const entries = PAGES.map((name, index) => `'${name}': page${index}`);
  const list = `${imports.join('')}\nexport const environments = { ${entries.join(', ')} };\n`;
  return [
    ...[...EXAMPLES.values()].flatMap((examples) => examples.files),
    ...[...EXAMPLES].map(([name, examples]) => environmentOf(name, examples)),
    { path: 'environments/index.ts', text: list },
  ];
}

/** Puts the examples of all pages in the place of the applications and environments of a copy of the project. */
export function writePages(project: string): void {
  for (const yours of ['applications', 'environments', '__tests__/applications'])
    rmSync(join(project, yours), { recursive: true, force: true });
  write(project, allFiles());
}

/** Copies the project into a folder, with the examples of all pages in the place of its applications and environments. */
export function copyWithPages(project: string): void {
  copyProject(project);
  writePages(project);
}

/** What one of these environments renders, in the order in which `kubectl apply` takes the files. */
export function objectsOfPage(project: string, name: string): Manifest[] {
  const folder = join(project, 'dist', name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .flatMap((file) => objects(readFileSync(join(folder, file), 'utf8')));
}

/** Formats what surrounds the examples; these themselves stay as the pages show them. */
export function formatSurroundings(project: string): void {
  const made = allFiles().filter(({ text }) => text.startsWith('import '));
  succeed(project, 'npx', ['prettier', '--write', ...made.map(({ path }) => path)]);
}

const CLOCK = join(ROOT, '__tests__/fixtures/clock.js');

/** Makes one half of all these environments. @throws what the command says of a fault or a warning */
export function synthPages(project: string, half: 'kubernetes' | 'terraform'): void {
  const args = ['--require', CLOCK, 'commands/start.js', 'main.ts', half, '--strict'];
  const { status, stderr } = runIn(project, process.execPath, args, { TEST_CLOCK: TODAY });
  if (status !== 0) throw new Error(stderr);
}
