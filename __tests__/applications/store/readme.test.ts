import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderObjects } from '../../../charts/synth';
import { environments } from '../../../environments';
import { readEnvironments } from '../../../model/read';
import { CHECKS } from '../../../verify';
import { ROOT } from '../../support';

test('the README shows what verify promises of the lab', async () => {
  const lab = readEnvironments(environments, {}).find(({ name }) => name === 'lab')!;
  const rendered = await renderObjects(lab);
  const expectations = Object.values(CHECKS).flatMap((check) =>
    check.expectations({ environment: lab, rendered }),
  );
  const lines = expectations.map((each) =>
    'skipped' in each ? `skip  ${each.name}: ${each.skipped}` : `ok    ${each.name}`,
  );
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, block = ''] = /\$ npm run verify -- lab\n(.*?)\n```/s.exec(readme) ?? [];
  // An application that is added to the lab adds lines that the README does not show.
  expect(lines).toEqual(expect.arrayContaining(block.split('\n')));
  expect(block.split('\n').length).toBeGreaterThan(10);
});
