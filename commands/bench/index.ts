import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { FaultError } from '../../model/fault';
import { SHAPES, type Shape } from './fleet';
import { ENGINE, PROJECT } from '../folders';
import { command, run } from '../run';
import { today } from '../today';
const MADE = /(<!-- made by npm run bench -->).*(<!-- \/made -->)/s;
const PAGE = join(ENGINE, 'docs', 'performance.md');

/** Objects of the small fleet, whose cost is that of the start; the lab of the example has as many. */
const SMALL = 44;
const SIZES = [1000, 5000, 20_000];

/** A whole process, with all that it starts. */
interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder?: string;
  /** How often it is measured. @default as often as the user asks for */
  readonly runs?: number;
}

interface Measured {
  /** Seconds of processor time. */
  readonly processor: number;
  readonly wall: number;
  /** Peak memory in MB; undefined without GNU time. */
  readonly memory?: number;
}

/** Compares the project with its peers, and writes what it finds to docs/performance.md. */
async function bench({ runs, print }: { runs: string; print?: true }): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-bench-'));
  try {
    const before = loadavg()[0]!;
    const results = measure(casesIn(scratch), Number(runs), join(scratch, 'measured'));
    const part = `${machine(before)}\n\n${startTable(results)}\n\n${growthTable(results)}`;
    console.log(part);
    if (print) return;
    const page = readFileSync(PAGE, 'utf8').replace(MADE, (_, start, end) => `${start}\n\n${part}\n\n${end}`);
    writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const HALF = 'Kubernetes half';
const BOTH = 'both halves of this project';
const CLIS = 'cdk8s synth and cdktf synth';
const NODE = 'node, which does nothing';
const kustomize = (objects: number) => `kubectl kustomize, ${objects} objects`;
const toRowName = (shape: Shape, objects: number) => `${shape}, ${objects} objects`;

function casesIn(scratch: string): Case[] {
  const node = process.execPath;
  const ours = (shape: Shape, objects: number, name: string, runs?: number): Case => {
    const folder = join(scratch, name);
    return {
      name,
      args: [node, 'commands/start.js', 'commands/bench/synth.ts', shape, `${objects}`, folder],
      runs,
    };
  };
  const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
  const peers = (hasKubectl ? [SMALL, 5000] : []).map((objects): Case => {
    const { args } = ours('many namespaces', objects, kustomize(objects));
    succeed(args);
    const folder = join(args.at(-1)!, 'fleet');
    const resources = readdirSync(folder).map((file) => `- ${file}\n`);
    writeFileSync(join(folder, 'kustomization.yaml'), `resources:\n${resources.join('')}`);
    return {
      name: kustomize(objects),
      args: ['kubectl', 'kustomize', folder],
      runs: objects > SMALL ? 1 : undefined,
    };
  });
  // Into folders of their own, for the benchmark to leave the project's output alone.
  const [dist, terraform] = [join(scratch, 'dist'), join(scratch, 'cdktf.out')];
  const bin = join(PROJECT, 'node_modules', '.bin');
  const clis = '"$0/cdk8s" synth --check-upgrade=false --output "$1" && "$0/cdktf" synth --output "$2"';
  // cdktf's CLI does not start on Node 24.
  const clisStart = Number(process.versions.node.split('.')[0]) <= 22;
  return [
    { name: NODE, args: [node, '--eval', ''] },
    ours('many namespaces', SMALL, HALF),
    ...peers,
    {
      name: BOTH,
      args: [
        'env',
        `CDK8S_OUTDIR=${dist}`,
        `CDKTF_OUTDIR=${terraform}`,
        node,
        'commands/start.js',
        'main.ts',
      ],
    },
    ...(clisStart ? [{ name: CLIS, args: ['sh', '-c', clis, bin, dist, terraform] }] : []),
    ...SHAPES.flatMap((shape) => SIZES.map((objects) => ours(shape, objects, toRowName(shape, objects), 3))),
  ];
}

/** Measures each case in turn, so that a busy moment meets all of them; the result is the median of each. */
function measure(cases: readonly Case[], runs: number, file: string): ReadonlyMap<string, Measured> {
  const all = new Map<string, Measured[]>(cases.map(({ name }) => [name, []]));
  // The first does not count: it fills caches.
  for (const { args, runs: own } of cases) if (own === undefined) succeed(args);
  for (let turn = 0; turn < runs; turn++)
    for (const { name, args, runs: own = runs } of cases) {
      if (turn >= own) continue;
      console.error(`${turn + 1}/${runs} ${name}`);
      all.get(name)!.push(once(args, file));
    }
  return new Map(
    [...all].map(([name, each]) => [
      name,
      {
        processor: median(each.map(({ processor }) => processor)),
        wall: median(each.map(({ wall }) => wall)),
        ...(each[0]!.memory !== undefined && { memory: median(each.map(({ memory }) => memory!)) }),
      },
    ]),
  );
}

const GNU_TIME = '/usr/bin/time';

/** Bash counts the processor time of a whole process with its children, in milliseconds; GNU time its memory. */
function once(args: readonly string[], file: string): Measured {
  const memory = existsSync(GNU_TIME) ? [GNU_TIME, '--format=%M', `--output=${file}.memory`] : [];
  const script = 'TIMEFORMAT="%R %U %S"; { time "$@" >/dev/null 2>&1; } 2>"$0"';
  succeed(['bash', '-c', script, file, ...memory, ...args]);
  const [wall, user, system] = readFileSync(file, 'utf8').trim().split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  const kilobytes = memory.length > 0 ? Number(readFileSync(`${file}.memory`, 'utf8')) : undefined;
  return { processor: user + system, wall, ...(kilobytes !== undefined && { memory: kilobytes / 1024 }) };
}

function succeed([program, ...args]: readonly string[]): void {
  const { status, stderr } = spawnSync(program!, args, { cwd: PROJECT, encoding: 'utf8', maxBuffer: 1e9 });
  if (status === 0) return;
  const fault = {
    where: program!,
    problem: `ended with ${status}: ${stderr.trim()}`,
    fix: 'make sure that it runs by itself',
  };
  throw new FaultError([fault], 'nothing was measured');
}

function machine(before: number): string {
  const [{ model } = { model: 'unknown' }, ...rest] = cpus();
  const load = [before, loadavg()[0]!].map((each) => each.toFixed(1)).join(' before and ');
  return `Measured on ${today()} with Node ${process.versions.node} on ${rest.length + 1} processors (${model.trim()}), whose load was ${load} after: the benchmark by itself makes about 1.`;
}

function startTable(results: ReadonlyMap<string, Measured>): string {
  const peer = results.get(kustomize(SMALL));
  const clis = results.get(CLIS);
  const rows = [NODE, HALF, kustomize(SMALL), BOTH, CLIS].flatMap((name) => {
    const each = results.get(name);
    if (!each) return [];
    const to = (other: Measured | undefined) => (other ? (each.processor / other.processor).toFixed(2) : '');
    return [[name === HALF ? `${HALF}, ${SMALL} objects` : name, ...figures(each), to(peer), to(clis)]];
  });
  return markdown(['What runs', ...FIGURES, 'to kustomize', 'to the CLIs'], rows);
}

function growthTable(results: ReadonlyMap<string, Measured>): string {
  const start = results.get(HALF)!.processor;
  const peer = results.get(kustomize(5000))?.processor;
  const rows = SHAPES.flatMap((shape) =>
    SIZES.map((objects) => {
      const each = results.get(toRowName(shape, objects))!;
      const own = ((each.processor - start) / (objects - SMALL)) * 1000;
      const faster =
        objects === 5000 && peer !== undefined ? `${(peer / each.processor).toFixed(0)} times` : '';
      return [toRowName(shape, objects), ...figures(each), own.toFixed(2), faster];
    }),
  );
  return markdown(['Growth', ...FIGURES, 'ms an object, beside the start', 'faster than kustomize'], rows);
}

const FIGURES = ['processor', 'wall', 'memory'];

function figures({ processor, wall, memory }: Measured): string[] {
  return [
    `${processor.toFixed(2)} s`,
    `${wall.toFixed(2)} s`,
    memory === undefined ? '' : `${memory.toFixed(0)} MB`,
  ];
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

void run(
  command('bench', 'Compares the project with its peers, and writes the table of docs/performance.md.')
    .option('--runs <count>', 'number of runs for each case', '7')
    .option('--print', 'print the table, and write nothing')
    .action(bench),
);
