import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript, scratch } from '../support';

const folder = scratch();

test('imports/ has the schemas and the kinds of the client of Kubernetes: npm run import writes them anew', () => {
  // The client's models are ES modules, which jest cannot require.
  const program = join(folder, 'schemas.ts');
  const [schemas, kinds] = ['schemas', 'kinds'].map((name) => JSON.stringify(join(ROOT, 'commands', name)));
  writeFileSync(
    program,
    `import { kubernetesSchemas } from ${schemas};
     import { kindScopes } from ${kinds};
     console.log(JSON.stringify([kubernetesSchemas(), kindScopes([])]));`,
  );
  const { status, stdout, stderr } = runScript([program]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const read = (name: string) => JSON.parse(readFileSync(join(ROOT, 'imports', name), 'utf8')) as object;
  const { clusterScoped, ...rest } = read('kinds.json') as { clusterScoped: string[] };
  // The one kind of a CRD among them.
  const ofKubernetes = clusterScoped.filter((kind) => kind !== 'GatewayClass.gateway.networking.k8s.io');
  expect(JSON.parse(stdout)).toEqual([
    read('kubernetes.schema.json'),
    { ...rest, clusterScoped: ofKubernetes },
  ]);
});
