import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../support';
import { large, small } from './environments';
import { Workspace } from './workspace';

/** Terraform itself, with the real providers, on what is generated; Azure's answers are mocked. */
const workspace = new Workspace(scratch());
workspace.write(small);
const suite = workspace.initialize() ? describe : describe.skip;

/** Answers of Azure to the questions which revisions the location offers, and whether SSH may be closed. */
function answer(offers: Record<string, string[]>, feature: string) {
  const revisions = Object.entries(offers).map(
    ([revision, versions]) =>
      `{ revision = "${revision}", upgrades = [], compatibleWith = [{ name = "KubernetesOfficial", versions = ${JSON.stringify(versions)} }] }`,
  );
  return `
    mock_provider "azurerm" {}
    mock_provider "azapi" {
      mock_data "azapi_resource" {
        defaults = { output = { state = "${feature}", properties = { meshRevisions = [${revisions.join(', ')}] } } }
      }
    }
    run "plan" { command = plan }`;
}

async function plan(offers: Record<string, string[]>, feature = 'Registered') {
  writeFileSync(join(workspace.stack, 'mesh.tftest.hcl'), answer(offers, feature));
  workspace.write(small);
  return await workspace.terraform('test');
}

suite('Terraform', () => {
  // It does not check azapi's bodies.
  test.each([small, large])('the providers accept the stack of $name', async (settings) => {
    workspace.write(settings);
    expect(await workspace.terraform('validate')).toEqual({
      status: 0,
      output: expect.stringContaining('Success!'),
    });
  });

  test('the plan passes where the location offers the revision for the Kubernetes version', async () => {
    expect(await plan({ 'asm-1-29': ['1.34'], 'asm-1-30': ['1.34', '1.35'] })).toMatchObject({ status: 0 });
  });

  test('the plan is rejected where the location does not offer the revision', async () => {
    const { status: failed, output: message } = await plan({ 'asm-1-28': ['1.35'], 'asm-1-29': ['1.35'] });
    expect(failed).toBe(1);
    expect(message).toContain(
      'westus3 does not offer the mesh revision asm-1-30; it offers asm-1-28, asm-1-29.',
    );
    expect(message).not.toContain('does not run on');
  });

  test('the plan is rejected where the revision does not run on the Kubernetes version', async () => {
    const { status: failed, output: message } = await plan({ 'asm-1-30': ['1.33', '1.34'] });
    expect(failed).toBe(1);
    expect(message).toContain(
      'The mesh revision asm-1-30 does not run on Kubernetes 1.35; it runs on 1.33, 1.34.',
    );
  });

  test('the plan is rejected where the subscription may not close SSH', async () => {
    const { status, output } = await plan({ 'asm-1-30': ['1.35'] }, 'NotRegistered');
    expect(status).toBe(1);
    expect(output).toContain(
      'the feature Microsoft.ContainerService/DisableSSHPreview of this subscription is NotRegistered.',
    );
  });
});
