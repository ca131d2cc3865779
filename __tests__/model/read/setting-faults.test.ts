import { toFaults } from '../../../model/read/setting-faults';
import { changed, full, plain } from '../../support';

const broken = { path: 'cluster.tier', value: 'free', problem: 'must be a tier', fix: "set 'Free'" };
const workload = 'namespaces.reading.applications.library.workloads.loans';

test('a fault of a setting names the environment, the path and the file', () => {
  expect(toFaults([{ environment: full, ...broken }])).toEqual([
    {
      where: 'full: cluster.tier (environments/full.ts)',
      value: 'free',
      problem: 'must be a tier',
      fix: "set 'Free'",
    },
  ]);
  expect(toFaults([{ environment: full, ...broken, path: '' }])[0]!.where).toBe(
    'full: all of it (environments/full.ts)',
  );
});

test('a fault of an application names the file that made it, where that is known', () => {
  const where = (environment: typeof plain, path: string) =>
    toFaults([{ environment, ...broken, path }])[0]!.where;
  expect(where(plain, workload)).toMatch(
    new RegExp(`^plain: ${workload} \\(__tests__/fixtures/library\\.ts:\\d+\\)$`),
  );
  const unknown = changed(plain, { 'namespaces.reading.applications.library.madeAt': undefined });
  expect(where(unknown, workload)).toBe(`plain: ${workload} (environments/plain.ts)`);
  expect(where(plain, 'namespaces.reading.mtls')).toContain('(environments/plain.ts)');
});

test('what several environments share is reported once, for the first, and names the others', () => {
  const third = { ...plain, name: 'third' };
  const all = [plain, full, third].map((environment) => ({ environment, ...broken, value: ['free'] }));
  expect(toFaults(all).map(({ where, fix }) => [where, fix])).toEqual([
    ['plain: cluster.tier (environments/plain.ts)', "set 'Free' (full, third have the same value)"],
  ]);
});

test('another value, problem or path is a fault of its own', () => {
  const others = [{}, { value: 'x' }, { problem: 'x' }, { path: 'cluster.name' }];
  expect(toFaults(others.map((other) => ({ environment: plain, ...broken, ...other })))).toHaveLength(4);
});
