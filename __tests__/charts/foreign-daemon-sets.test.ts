import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifests } from '../../index';
import { getPodTemplate } from '../../objects/pod-template';
import { synthesize } from '../reports/synthesize';
import { scratch } from '../support';

const folder = scratch();
const template =
  '{ metadata: { labels: { app: agent } }, spec: { containers: [{ name: agent, image: example.com/agent:1 }] } }';
const kind = (name: string) => {
  const job =
    name === 'CronJob'
      ? `schedule: '0 6 * * *', jobTemplate: { spec: { template: ${template} } }`
      : `template: ${template}`;
  const selector = name === 'CronJob' ? '' : 'selector: { matchLabels: { app: agent } }, ';
  const apiVersion = name === 'CronJob' ? 'batch/v1' : 'apps/v1';
  return `apiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: agent }\nspec: { ${selector}${job} }\n`;
};

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'])(
  'pods of a %s of manifests are rolled when their namespace moves to another revision',
  async (name) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, kind(name));
    const annotated = async (revision: string) => {
      const { objects } = await synthesize(
        { tools: { revision, applications: { agent: manifests(file, {}) } } },
        { mesh: { installedRevision: 'asm-1-29', revisions: ['asm-1-29', 'asm-1-30'] } },
      );
      const made = objects.find((object) => object.kind === name)!;
      return getPodTemplate(made)?.metadata?.annotations;
    };
    const [before, after] = [await annotated('asm-1-29'), await annotated('asm-1-30')];
    expect(before).not.toEqual(after);
    expect(Object.values(after ?? {})).toContain('asm-1-30');
  },
);
