import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { application, type Environment } from 'aks-istio-cdk';
import { synthCharts } from '../charts/synth';
import { judgeSettings } from '../rules';
import { changed, plain, ROOT, textsOf, TODAY } from './support';

const page = readFileSync(join(ROOT, 'docs/gateway-api.md'), 'utf8');

type Application = NonNullable<Environment['namespaces'][string]['applications']>[string];

/** The application that the page shows. */
function shownApplication(): Application {
  const [, code] = /```ts\n\/\/ applications\/shop\.ts\n(.*?)\n```/s.exec(page)!;
  const body = code!.replace(/^import .*$/m, '').replace('export const shop =', 'return');
  const make = runInThisContext(`(application) => {${body}}`) as (make: typeof application) => Application;
  return make(application);
}

test('docs/gateway-api.md shows what its application renders, and no rule refuses it', async () => {
  const environment = changed(plain, {
    name: 'example',
    'mesh.gatewayApi': true,
    'mesh.ingressGateways': [],
    namespaces: { shop: { revision: 'asm-1-30', applications: { shop: shownApplication() } } },
  });
  expect(judgeSettings([environment], TODAY)).toEqual({ faults: [], warnings: [] });
  const made = textsOf(await synthCharts([environment]));
  const files = ['39-gateway-shop.k8s.yaml', '41-gateway-routes-shop.shop.k8s.yaml'];
  const rendered = files.map((file) => {
    const text = made[`example/${file}`]!.trimEnd();
    return `\`\`\`yaml\n# dist/example/${file}\n${text}\n\`\`\``;
  });
  const [, shown] = /<!-- rendered: begin -->\n\n(.*?)\n\n<!-- rendered: end -->/s.exec(page) ?? [];
  expect(shown).toBe(rendered.join('\n\n'));
});
