import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeStack, STACK_CHANGES, type StackJson } from '../review/stack-changes';
import { ROOT, scratch } from '../support';
import { certificate } from './certificate';
import { small } from './environments';
import { ResourceManager } from './resource-manager';
import { Workspace } from './workspace';

// What the real providers plan for one edited field, on a cluster that the stand-in for Azure has. With RECORD=1 it is written to
// __tests__/review/plans.json, to which `npm test` holds what the review says.

const FILE = join(ROOT, '__tests__/review/plans.json');
const folder = scratch();
const providers = new Workspace(join(folder, 'providers'));
providers.write(small);
const suite = providers.initialize() ? describe : describe.skip;

interface Planned {
  readonly actions: readonly string[];
  readonly replace_paths?: readonly (readonly unknown[])[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly mode: string;
    readonly address: string;
    readonly change: Planned;
  }[];
}

suite('Terraform', () => {
  const azure = new ResourceManager(certificate(folder), 'keeps');
  let workspace: Workspace;
  let stack: StackJson;
  beforeAll(async () => {
    workspace = new Workspace(join(folder, 'stacks', 'small'), await azure.listen());
    workspace.share(providers);
    workspace.write(small);
    stack = JSON.parse(readFileSync(join(workspace.stack, 'cdk.tf.json'), 'utf8')) as StackJson;
    const { status, output } = await workspace.terraform('apply', '-auto-approve', '-input=false');
    if (status !== 0) throw new Error(output);
  });
  afterAll(() => azure.close());

  const seen: Record<string, Record<string, Planned>> = {};

  test.each(Object.keys(STACK_CHANGES))('plans what is recorded: %s', async (change) => {
    writeFileSync(join(workspace.stack, 'cdk.tf.json'), JSON.stringify(changeStack(stack, change)));
    const plan = await workspace.terraform('plan', '-input=false', '-out=plan');
    expect([change, plan.status === 0 ? '' : plan.output]).toEqual([change, '']);
    const shown = await workspace.terraform('show', '-json', 'plan');
    const { resource_changes: changes = [] } = JSON.parse(shown.output) as PlanJson;
    seen[change] = Object.fromEntries(
      changes
        .filter(({ mode, change: { actions } }) => mode === 'managed' && !actions.includes('no-op'))
        .map(({ address, change: { actions, replace_paths } }) => [
          address,
          { actions, ...(replace_paths && { replace_paths }) },
        ]),
    );
    if (process.env.RECORD !== undefined) return;
    const { plans } = JSON.parse(readFileSync(FILE, 'utf8')) as { plans: typeof seen };
    expect(seen[change]).toEqual(plans[change]);
  });

  afterAll(() => {
    if (process.env.RECORD === undefined) return;
    const how =
      'real azurerm 4.55.0 and azapi 2.12.0, the small stack applied to the stand-in for Azure, one field edited, terraform plan';
    writeFileSync(FILE, `${JSON.stringify({ how, plans: seen }, null, 2)}\n`);
  });
});
