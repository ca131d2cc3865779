import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesSchemas } from '../../commands/schemas';
import { ROOT } from '../support';

test("imports/kubernetes.schema.json is what the client's models give: npm run import writes it anew", () => {
  const file = readFileSync(join(ROOT, 'imports/kubernetes.schema.json'), 'utf8');
  expect(kubernetesSchemas()).toEqual(JSON.parse(file));
});
