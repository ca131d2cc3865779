import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript, scratch } from '../support';

const folder = scratch();

test("imports/kubernetes.schema.json is what the client's models give: npm run import writes it anew", () => {
  // The client's models are ES modules, which jest cannot require.
  const program = join(folder, 'schemas.ts');
  const schemas = JSON.stringify(join(ROOT, 'commands/schemas'));
  writeFileSync(
    program,
    `import { kubernetesSchemas } from ${schemas};\nconsole.log(JSON.stringify(kubernetesSchemas()));\n`,
  );
  const { status, stdout, stderr } = runScript([program]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const file = readFileSync(join(ROOT, 'imports/kubernetes.schema.json'), 'utf8');
  expect(JSON.parse(stdout)).toEqual(JSON.parse(file));
});
