import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { environments } from '../environments';
import { readEnvironments } from '../model/read';
import { judgeSettings } from '../rules';
import { scratch, TODAY } from './support';

// What your environments render, as you reviewed it: after a change, run `npx jest -u` and review the diff of the snapshot.

const names = Object.keys(environments);
const all = readEnvironments(environments, {});
const folder = scratch();
const charts = join(folder, 'dist');
const stacks = join(folder, 'cdktf.out');
beforeAll(() => synthCharts(all, charts));

test('no environment has a fault', () => {
  expect(judgeSettings(all, TODAY).faults).toEqual([]);
});

test('the environments have these files', () => {
  const files = names.flatMap((name) =>
    readdirSync(join(charts, name))
      .toSorted()
      .map((file) => `${name}/${file}`),
  );
  expect(files).toMatchSnapshot();
});

describe.each(names)('the output for %s is as reviewed', (name) => {
  test('Kubernetes', () => {
    for (const file of readdirSync(join(charts, name)))
      expect(readFileSync(join(charts, name, file), 'utf8')).toMatchSnapshot(file);
  });

  test('Terraform', async () => {
    const { synthStacks } = await import('../stacks/synth');
    await synthStacks(all, stacks);
    expect(readFileSync(join(stacks, 'stacks', name, 'cdk.tf.json'), 'utf8')).toMatchSnapshot('cdk.tf.json');
  });
});
