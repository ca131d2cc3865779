import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './copies/project';
import { copyWithPages, synthPages } from './examples';
import { scratch } from './support';

test('docs/gateway-api.md shows what its application renders', () => {
  const project = join(scratch(), 'project');
  copyWithPages(project);
  synthPages(project, 'kubernetes');
  const files = ['39-gateway-shop.k8s.yaml', '41-gateway-routes-shop.shop.k8s.yaml'];
  const rendered = files.map((file) => {
    const text = readFileSync(join(project, 'dist/gateway-api', file), 'utf8').trimEnd();
    return `\`\`\`yaml\n# dist/example/${file}\n${text}\n\`\`\``;
  });
  const [, shown] =
    /<!-- rendered: begin -->\n\n(.*?)\n\n<!-- rendered: end -->/s.exec(page('docs/gateway-api.md')) ?? [];
  expect(shown).toBe(rendered.join('\n\n'));
});
