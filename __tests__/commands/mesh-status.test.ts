import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript, scratch } from '../support';
import { projectIn } from './project';

const folder = scratch();
const project = projectIn(folder, {
  ended: { installedRevision: 'asm-1-28' },
  late: {},
  newest: { installedRevision: 'asm-1-30' },
  newer: { installedRevision: 'asm-1-31' },
  stuck: { kubernetesVersion: '1.31' },
  moving: { revisions: ['asm-1-29', 'asm-1-30'] },
});
let printed: string;
beforeAll(() => {
  printed = project.run('commands/mesh-status.ts').stdout;
});

test('there is one line for each environment, under what it shows', () => {
  const [lines] = printed.split('\n\n') as [string];
  const [head, ...rows] = lines.trim().split('\n');
  expect(head).toMatch(/^environment +revision +end of life +days left +kubernetes +next +phase$/);
  expect(rows.map((line) => line.split(' ')[0])).toEqual([
    'ended',
    'late',
    'newest',
    'newer',
    'stuck',
    'moving',
  ]);
});

test('an announced end is a day, an expected one says so', () => {
  expect(printed).toMatch(/^ended +asm-1-28 +2026-09-04 +-81 .* asm-1-30 +steady$/m);
  expect(printed).toMatch(/^late +asm-1-29 +2026-09-30 \(expected\) +-55 .* asm-1-30 +steady$/m);
  expect(printed).toMatch(/^newest +asm-1-30 +2026-12-31 \(expected\) +37 .*$/m);
});

test('an upgrade shows both revisions and how far it is', () => {
  expect(printed).toMatch(/^moving +asm-1-29 -> asm-1-30 .* started$/m);
});

test('it is said why there is no next revision', () => {
  expect(printed).toMatch(/^newest .* none in the calendar +steady$/m);
  expect(printed).toMatch(/^newer +asm-1-31 +not in the calendar .* newer than the calendar +steady$/m);
  expect(printed).toMatch(/^stuck .* none on Kubernetes 1\.31 +steady$/m);
});

test('it is said what to do, for the environment that it concerns', () => {
  expect(printed).toContain('\n\nasm-1-30 (newest): the calendar');
  expect(printed).toContain('see what is offered: az aks mesh get-revisions --location westus3\n');
});

test('--json prints the same as a JSON array, in days of UTC wherever it runs: here where it is already the next day', () => {
  const script = join(folder, 'commands/mesh-status.ts');
  const { status, stdout } = runScript([script, '--json'], {
    variables: { TZ: 'Pacific/Kiritimati' },
    project: folder,
    time: '2026-11-24T23:30:00Z',
  });
  const all = JSON.parse(stdout) as Record<string, unknown>[];
  expect(status).toBe(0);
  expect(all).toHaveLength(6);
  expect(all[2]).toEqual({
    environment: 'newest',
    revision: 'asm-1-30',
    endOfLife: '2026-12-31',
    endOfLifeExpected: true,
    daysLeft: 37,
    kubernetes: ['1.32', '1.33', '1.34', '1.35', '1.36'],
    nextTargets: [],
    phase: 'steady',
  });
});

test('a variable of the shell overrides what it overrides at synth', () => {
  const { stdout } = project.run('commands/mesh-status.ts', ['--json'], { MESH_REVISION: 'asm-1-29' });
  const all = JSON.parse(stdout) as { environment: string; revision: string }[];
  expect(all.find(({ environment }) => environment === 'newest')!.revision).toBe('asm-1-29');
});

describe('of the environment of docs/upgrade.md', () => {
  const alone = scratch();
  projectIn(alone, { staging: {} });

  test('it prints what that page shows', () => {
    const script = join(alone, 'commands/mesh-status.ts');
    const { stdout } = runScript([script], { project: alone, time: '2026-08-01T12:00:00Z' });
    const page = readFileSync(join(ROOT, 'docs/upgrade.md'), 'utf8');
    const [, shown] = /<!-- mesh:status -->\n\n```\n(.*?)```/s.exec(page)!;
    expect(stdout).toMatch(/^environment +revision/);
    expect(shown).toBe(stdout);
  });
});
