import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { curl } from '../../../applications/curl';
import { store } from '../../../applications/store';
import { renderCallGraph } from '../../../model/plan/call-graph-diagram';
import { changed, plain, ROOT } from '../../support';

/** The store as the lab has it. */
const environment = changed(plain, {
  namespaces: {
    pets: {
      revision: 'asm-1-30',
      applications: {
        store: store({ hosts: ['*'], credentials: 'demo' }),
        'curl-inside': curl('curl-inside', { 'store/store-front': 'http' }),
      },
    },
  },
});

test('the README shows who calls whom in the store', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, shown] =
    /<!-- who calls whom in the store: begin -->\n\n```mermaid\n(.*?)\n```\n\n<!-- who calls whom in the store: end -->/s.exec(
      readme,
    ) ?? [];
  expect(shown).toBe(renderCallGraph(environment, { namespace: 'pets', application: 'store' }));
});
