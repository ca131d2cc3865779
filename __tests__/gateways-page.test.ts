import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { example } from '../commands/docs/verify-example';
import { synthCharts } from '../charts/synth';
import { ROOT, textsOf } from './support';

const page = readFileSync(join(ROOT, 'docs/gateways.md'), 'utf8');

/** The first block of a language after a text of the page. */
function block(language: string, after: string): string {
  const [, found] =
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page.slice(page.indexOf(after))) ?? [];
  if (found === undefined) throw new Error(`the page has no ${language} after '${after}'`);
  return found;
}

test('the settings that docs/gateways.md shows are those of the example', () => {
  // YAML takes what JavaScript takes, but for the name of the field around it.
  expect(parse(`{ ${block('ts', '## The settings')} }`)).toEqual({ gateways: example.mesh.gateways });
});

test('the patch that docs/gateways.md shows is what these settings write', async () => {
  const made = textsOf(await synthCharts([example]), 'example.gateways/');
  const file = 'aks-istio-ingressgateway-external.patch.yaml';
  expect(Object.keys(made)).toEqual([
    'example.gateways/aks-istio-ingressgateway-external-asm-1-30.patch.yaml',
    `example.gateways/${file}`,
  ]);
  expect(page).toContain(`\`${file}\``);
  expect(parse(block('yaml', '<!-- patch -->'))).toEqual(parse(made[`example.gateways/${file}`]!));
});
