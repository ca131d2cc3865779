import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Files of an environment, the patches of its ingress gateways included. */
const filesOf = (name: string) =>
  [name, `${name}.gateways`]
    .filter((home) => existsSync(join(charts, home)))
    .flatMap((home) =>
      readdirSync(join(charts, home))
        .toSorted()
        .map((file) => `${home}/${file}`),
    );

test('the environments have these files', () => {
  expect(names.flatMap(filesOf)).toMatchSnapshot();
});

describe.each(names)('the output for %s is as reviewed', (name) => {
  test('Kubernetes', () => {
    for (const file of filesOf(name))
      expect(readFileSync(join(charts, file), 'utf8')).toMatchSnapshot(file.slice(name.length + 1));
  });

  test('Terraform', async () => {
    const { synthStacks } = await import('../stacks/synth');
    await synthStacks(all, stacks);
    expect(readFileSync(join(stacks, 'stacks', name, 'cdk.tf.json'), 'utf8')).toMatchSnapshot('cdk.tf.json');
  });
});
