import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { environments } from '../settings';
import { synthStacks } from '../stacks/synth';
import { lab, scratch, TODAY } from './support';

const all = environments({}, TODAY).environments;
const folder = scratch();
const charts = join(folder, 'dist');
const stacks = join(folder, 'cdktf.out');
beforeAll(() => {
  synthCharts(all, charts);
  synthStacks(all, stacks);
});

test('settings/lab.ts is the lab as its text has it (delete this test once you make the lab yours)', () => {
  expect(all.find(({ environment }) => environment === 'lab')).toEqual(lab);
});

test('the environments have these files', () => {
  const files = (environment: string) =>
    readdirSync(join(charts, environment)).map((file) => `${environment}/${file}`);
  expect(all.flatMap(({ environment }) => files(environment))).toMatchInlineSnapshot(`
    [
      "lab/0000-mesh-config.k8s.yaml",
      "lab/0001-namespace-pets.k8s.yaml",
      "lab/0002-mtls-pets.k8s.yaml",
      "lab/0003-store.k8s.yaml",
      "lab/0004-ingress.k8s.yaml",
      "lab/0005-curl-inside.k8s.yaml",
      "lab/0006-curl-outside.k8s.yaml",
      "production/0000-mesh-config.k8s.yaml",
      "production/0001-namespace-pets.k8s.yaml",
      "production/0002-mtls-pets.k8s.yaml",
      "production/0003-store.k8s.yaml",
      "production/0004-ingress.k8s.yaml",
    ]
  `);
});

describe.each(all.map(({ environment }) => environment))(
  'the output for %s is as reviewed',
  (environment) => {
    test('Kubernetes', () => {
      for (const file of readdirSync(join(charts, environment)))
        expect(readFileSync(join(charts, environment, file), 'utf8')).toMatchSnapshot(
          file.replace(/^\d+-/, ''),
        );
    });

    test('Terraform', () => {
      expect(readFileSync(join(stacks, 'stacks', environment, 'cdk.tf.json'), 'utf8')).toMatchSnapshot(
        'cdk.tf.json',
      );
    });
  },
);
