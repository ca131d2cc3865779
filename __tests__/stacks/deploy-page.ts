import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { blocks, copyProject, page, write } from '../copies/project';
import { scratch, settingsOf } from '../support';
import { certificate } from './certificate';
import { small } from './environments';
import { ResourceManager } from './resource-manager';
import { Workspace } from './workspace';

/** A user runs the commands of docs/deploy.md that do without cdktf's CLI, on a stand-in for Azure. */
const folder = scratch();
const providers = new Workspace(join(folder, 'providers'));
providers.write(small);
const suite = providers.initialize() ? describe : describe.skip;

const [, section = ''] = page('docs/deploy.md').split("\n## Without cdktf's CLI\n");
const lines = blocks(section, 'sh')[0]!.trimEnd().split('\n');

/** cdktf's CLI starts on no later Node. */
const onNode22 = process.version.startsWith('v22.') ? describe : describe.skip;

const settings = settingsOf(small);
const project = join(folder, 'project');
const state = join(project, 'terraform.lab.tfstate');

suite("without cdktf's CLI", () => {
  let azure: ResourceManager;
  const cluster = () => azure.aks.cluster(settings.cluster.name);
  let workspace: Workspace;
  const run = (line: string) => workspace.run(project, 'bash', '-c', line);

  beforeAll(async () => {
    copyProject(project);
    rmSync(join(project, 'environments'), { recursive: true });
    const text = `import type { Environment } from 'aks-istio-cdk';

const lab = (): Environment => (${JSON.stringify(settings)});

export const environments = { lab };
`;
    write(project, [{ path: 'environments/index.ts', text }]);
    azure = new ResourceManager(certificate(folder), 'keeps');
    workspace = new Workspace(join(folder, 'workspace'), await azure.listen());
  });
  afterAll(() => azure.close());

  test('each command of the page up to apply succeeds, and makes the cluster', async () => {
    for (const line of lines.slice(0, -1))
      expect(await run(line)).toEqual({ status: 0, output: expect.any(String) as string });
    expect(cluster()).toBeDefined();
    expect(existsSync(state)).toBe(true);
  });

  onNode22("cdktf's CLI", () => {
    test('finds the same state, and nothing to do', async () => {
      expect(await run('npx cdktf diff lab --skip-provider-lock')).toMatchObject({
        status: 0,
        output: expect.stringContaining('No changes.'),
      });
    });
  });

  test('the last one destroys the cluster, in the same state', async () => {
    expect(await run(lines.at(-1)!)).toMatchObject({ status: 0 });
    expect(cluster()).toBeUndefined();
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ resources: [] });
  });
});
