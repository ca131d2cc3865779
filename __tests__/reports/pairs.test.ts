import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support';
import { asker, FEATURES, namespacesWith, type Feature } from './pairs';
import { synthesize } from './synthesize';

// docs/settings-together.md: what becomes of each two settings of one exposed port, its workload and its namespace.

const CLUSTER = { cluster: { networkPolicy: 'cilium' } };
const names = Object.keys(FEATURES);
const pairs = names.flatMap((one, index) =>
  names
    .slice(index + 1)
    .flatMap((other) => (FEATURES[one]!.place === FEATURES[other]!.place ? [] : [[one, other] as const])),
);

/** What becomes of some features together: each works, or the synth stops or warns, and where. */
async function outcomeOf(features: readonly Feature[]): Promise<string> {
  const { faults, warnings, objects } = await synthesize(namespacesWith(features), CLUSTER);
  if (faults.length > 0) return `rejected: ${faults[0]!.problem}`;
  const ask = asker(objects);
  const broken = features.filter(({ holds }) => !holds(ask, objects));
  if (broken.length > 0)
    throw new Error(`renders, but does not work: ${broken.map(({ place }) => place).join(', ')}`);
  return warnings.length > 0 ? `warned of: ${warnings[0]!.problem}` : 'works';
}

test.each(names)('%s by itself works, or the synth says why not', async (name) => {
  expect(await outcomeOf([FEATURES[name]!])).toBe('works');
});

test('each two settings work together, but for those that the page lists', async () => {
  const rows = [];
  for (const [one, other] of pairs) {
    const outcome = await outcomeOf([FEATURES[one]!, FEATURES[other]!]).catch(
      (error: Error) => error.message,
    );
    if (outcome !== 'works') rows.push(`| ${one} | ${other} | ${outcome} |`);
  }
  const page = readFileSync(join(ROOT, 'docs/settings-together.md'), 'utf8');
  const listed = page
    .split('\n')
    .filter((line) => /^\| (?!-|One)/.test(line))
    .map((line) => line.replaceAll(/ +\|/g, ' |'));
  expect(rows.map((row) => row.replaceAll('`', ''))).toEqual(listed.map((row) => row.replaceAll('`', '')));
  expect(page).toContain(`${pairs.length} pairs`);
});
