import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthStacks } from '../../stacks/synth';
import { lab, production, scratch } from '../support';

/** Terraform itself, with the real providers, on what is generated; Azure's answers are mocked. */
const folder = scratch();
synthStacks([lab, production], folder);

function terraform(environment: string, ...args: string[]) {
  const cwd = join(folder, 'stacks', environment);
  const { error, status, stdout, stderr } = spawnSync('terraform', args, { cwd, encoding: 'utf8' });
  return { status: error ? error.message : status, output: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') };
}

const { status, output } = terraform('lab', 'init', '-backend=false', '-input=false', '-no-color');
const skip = status === 0 ? undefined : `${status} ${output}`.slice(0, 300);
if (skip) console.warn(`skipped: Terraform or its providers are not to be had here (${skip})`);
const suite = skip ? describe.skip : describe;

/** Answers of Azure to the question which revisions the location offers. */
function answer(offers: Record<string, string[]>) {
  const revisions = Object.entries(offers).map(
    ([revision, versions]) =>
      `{ revision = "${revision}", upgrades = [], compatibleWith = [{ name = "KubernetesOfficial", versions = ${JSON.stringify(versions)} }] }`,
  );
  return `
    mock_provider "azurerm" {}
    mock_provider "azapi" {
      mock_data "azapi_resource" {
        defaults = { output = { properties = { meshRevisions = [${revisions.join(', ')}] } } }
      }
    }
    run "plan" { command = plan }`;
}

function plan(offers: Record<string, string[]>) {
  writeFileSync(join(folder, 'stacks/lab/mesh.tftest.hcl'), answer(offers));
  return terraform('lab', 'test', '-no-color');
}

suite('Terraform', () => {
  test.each(['lab', 'production'])('the providers accept the stack of %s', (environment) => {
    terraform(environment, 'init', '-backend=false', '-input=false', '-no-color');
    expect(terraform(environment, 'validate', '-no-color')).toEqual({
      status: 0,
      output: expect.stringContaining('Success!'),
    });
  });

  test('the plan passes where the location offers the revision for the Kubernetes version', () => {
    expect(plan({ 'asm-1-29': ['1.34'], 'asm-1-30': ['1.34', '1.35'] })).toMatchObject({ status: 0 });
  });

  test('the plan is refused where the location does not offer the revision', () => {
    const { status: failed, output: message } = plan({ 'asm-1-28': ['1.35'], 'asm-1-29': ['1.35'] });
    expect(failed).toBe(1);
    expect(message).toContain(
      'westus3 does not offer the mesh revision asm-1-30; it offers asm-1-28, asm-1-29.',
    );
    expect(message).not.toContain('does not run on');
  });

  test('the plan is refused where the revision does not run on the Kubernetes version', () => {
    const { status: failed, output: message } = plan({ 'asm-1-30': ['1.33', '1.34'] });
    expect(failed).toBe(1);
    expect(message).toContain(
      'The mesh revision asm-1-30 does not run on Kubernetes 1.35; it runs on 1.33, 1.34.',
    );
  });
});
