import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { synthStacks } from '../stacks/synth';
import { lab, production, scratch } from './support';

const folder = scratch();
const charts = join(folder, 'dist');
const stacks = join(folder, 'cdktf.out');
beforeAll(() => {
  synthCharts([lab, production], charts);
  synthStacks([lab, production], stacks);
});

describe.each(['lab', 'production'])('the output for %s is as reviewed', (environment) => {
  test('Kubernetes', () => {
    for (const file of readdirSync(join(charts, environment)))
      expect(readFileSync(join(charts, environment, file), 'utf8')).toMatchSnapshot(file);
  });

  test('Terraform', () => {
    expect(readFileSync(join(stacks, 'stacks', environment, 'cdk.tf.json'), 'utf8')).toMatchSnapshot(
      'cdk.tf.json',
    );
  });
});
