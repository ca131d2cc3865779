import { App } from 'cdktf';
import { documentedSettings } from '../../../commands/docs/settings';
import { environmentSchema } from '../../../model/schema/environment';
import { buildGatewayPatches } from '../../../model/plan/gateway-patches';
import { findIssues } from '../../../model/read/issues';
import { toFaults } from '../../../model/read/setting-faults';
import { SETTING_RULES } from '../../../rules';
import { AzureStack } from '../../../stacks/azure-stack';
import { CHECKS } from '../../../verify';
import { standInForHelm } from '../../fixtures/helm';
import { changed, objectsOf, running, scratch, settingsOf, TODAY } from '../../support';
import { SAMPLES } from '../samples';
import type { Plan } from '../../../model/plan';

const folder = scratch();
standInForHelm();

/** The least environment that settings can be laid over. */
const base = running({
  web: { image: 'example.com/web:1', ports: { http: { port: 80, targetPort: 8080 } } },
  other: { image: 'example.com/other:1', ports: { http: 80, 'http-admin': 81 } },
});

/** All that an environment comes to: its objects, the patches of AKS's own, what is wrong with it, what verify expects, and its Terraform where that can differ. */
async function outcomeOf(environment: Plan, hasTerraform: boolean): Promise<string> {
  const context = { today: TODAY, environments: [environment] };
  const broken = Object.values(SETTING_RULES).flatMap((rule) => rule(environment, context));
  const faults = toFaults(broken.map((each) => ({ environment, ...each })));
  const terraform = hasTerraform && (await terraformOf(environment));
  const rendered = await objectsOf(environment);
  const expected = Object.values(CHECKS).flatMap((check) => check.expectations({ environment, rendered }));
  const patches = buildGatewayPatches(environment);
  return JSON.stringify([rendered, patches, faults.map(({ where }) => where), expected, terraform]);
}

async function terraformOf(environment: Plan): Promise<unknown> {
  const stack = new AzureStack(new App({ outdir: folder, stackTraces: false }), 'stack', environment);
  await stack.customize();
  stack.prepareStack();
  return stack.toTerraform();
}

const documented = documentedSettings().map(({ path }) => path);
const leaves = documented.filter((path) => !documented.some((other) => other.startsWith(`${path}.`)));

test('every setting that the documentation lists has a sample, and every sample is of such a setting', () => {
  expect(leaves.filter((path) => !(path in SAMPLES))).toEqual([]);
  expect(Object.keys(SAMPLES).filter((path) => !documented.includes(path))).toEqual([]);
});

/** What the base comes to, which most samples are compared with: with Terraform and without. */
const known = new Map<boolean, Promise<string>>();

async function outcomeBefore(environment: Plan, hasTerraform: boolean): Promise<string> {
  if (environment !== base) return outcomeOf(environment, hasTerraform);
  const outcome = known.get(hasTerraform) ?? outcomeOf(base, hasTerraform);
  known.set(hasTerraform, outcome);
  return outcome;
}

test.each(Object.entries(SAMPLES))(
  '%s changes what the environment comes to',
  async (path, { before = {}, values }) => {
    const from = changed(base, before);
    const to = changed(from, values);
    for (const plan of [from, to]) expect(findIssues(environmentSchema, settingsOf(plan))).toEqual([]);
    const hasTerraform = !path.includes('applications');
    const [old, now] = [await outcomeBefore(from, hasTerraform), await outcomeOf(to, hasTerraform)];
    expect(now).not.toBe(old);
  },
);
