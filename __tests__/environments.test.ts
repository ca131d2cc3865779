import { synthCharts } from '../charts/synth';
import { environments } from '../environments';
import { readEnvironments } from '../model/read';
import type { Made } from '../output';
import { judgeSettings } from '../rules';
import { textsOf, TODAY } from './support';

// What your environments render, as you reviewed it: after a change, run `npx jest -u` and review the diff of the snapshot.

const names = Object.keys(environments);
const all = readEnvironments(environments, {});
let charts: Made;
beforeAll(async () => {
  charts = await synthCharts(all);
});

test('no environment has a fault', () => {
  expect(judgeSettings(all, TODAY).faults).toEqual([]);
});

/** Files of an environment, the patches of its ingress gateways included. */
const filesOf = (name: string) => ({
  ...textsOf(charts, `${name}/`),
  ...textsOf(charts, `${name}.gateways/`),
});

test('the environments have these files', () => {
  expect(names.flatMap((name) => Object.keys(filesOf(name)))).toMatchSnapshot();
});

describe.each(names)('the output for %s is as reviewed', (name) => {
  test('Kubernetes', () => {
    for (const [file, text] of Object.entries(filesOf(name)))
      expect(text).toMatchSnapshot(file.slice(name.length + 1));
  });

  test('Terraform', async () => {
    const { synthStacks } = await import('../stacks/synth');
    const stacks = textsOf(await synthStacks(all));
    expect(stacks[`stacks/${name}/cdk.tf.json`]).toMatchSnapshot('cdk.tf.json');
  });
});
