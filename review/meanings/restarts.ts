import type { V1DeploymentSpec } from '@kubernetes/client-node';
import { groupKind, isKind } from '../../objects/identity';
import { getSpec, type KubernetesObject } from '../../objects/object';
import { podTemplatePointer } from '../../objects/pod-template';
import { createReplicasFinder, type Replicas } from '../../objects/replicas';
import type { Difference, FieldChange } from '../differences';
import type { Comparison, Finding } from '../findings';
import { count, showChange, showNames, showPath } from '../show';

/** Kinds whose pods are made anew where their template changes. */
const ROLLING = ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps'];

/** An object whose pods are made anew. */
interface Restart {
  readonly difference: Difference<KubernetesObject>;
  readonly object: KubernetesObject;
  readonly fields: readonly FieldChange[];
  readonly replicas?: Replicas;
}

/** Which pods are made anew, and what is down meanwhile; the same change of several workloads is one finding. */
export function restarts({ after, differences }: Comparison): Finding[] {
  const replicasOf = createReplicasFinder(after.objects);
  const all = differences.objects.flatMap((difference): Restart[] => {
    const object = difference.after;
    if (!object || !difference.before || !ROLLING.includes(groupKind(object))) return [];
    const fields = difference.fields.filter(({ path }) => isInTemplate(object, path));
    return fields.length === 0 ? [] : [{ difference, object, fields, replicas: replicasOf(object) }];
  });
  const alike = Map.groupBy(all, ({ fields }) => JSON.stringify(fields.map(describeField)));
  const restarted = [...alike.values()].map((group): Finding => {
    const names = group.map(({ difference }) => difference.name);
    const pods = group.reduce((sum, { replicas }) => sum + (replicas?.max ?? 0), 0);
    const nodes = group.some(({ replicas }) => replicas === undefined) ? ', and one on each node' : '';
    const what = group[0]!.fields.map(describeField).join(', ');
    const down = group.filter(isDown);
    return {
      kind: 'restart',
      subject: names.join(' '),
      text: `${what}: restarts ${count(group.length, 'workload')} (${showNames(names)}), at most ${count(pods, 'pod')}${nodes}`,
      fields: group.flatMap(({ fields }) => fields),
      consequences: down.map(({ difference, object, replicas }) => ({
        kind: 'outage',
        subject: difference.id,
        text: `${difference.name} is down while it restarts: ${reasonOf(object, replicas)}`,
      })),
    };
  });
  const jobs = differences.objects.filter(
    ({ before, after: now }) => before && now && isKind(now, 'CronJob.batch'),
  );
  return [...restarted, ...jobs.map(describeJob)];
}

/** A CronJob starts no pod before its next run. */
function describeJob({ id, name, fields }: Difference<KubernetesObject>): Finding {
  const what = fields.map((field) =>
    field.path.includes('template') ? describeField(field) : `${showPath(field.path)} ${showChange(field)}`,
  );
  return { kind: 'change', subject: id, text: `from its next run on, ${name}: ${what.join(', ')}`, fields };
}

function isInTemplate(object: KubernetesObject, path: readonly string[]): boolean {
  const template = podTemplatePointer(object).slice(1).split('/');
  return template.every((key, index) => path[index] === key);
}

/** A change of a template without its place: `image of app 1.0 -> 1.1`. */
function describeField(field: FieldChange): string {
  const path = field.path.slice(field.path.indexOf('template') + 1);
  if (path.at(-1) === 'image') return `image ${showImage(field)}`;
  const short = path[0] === 'spec' ? path.slice(1) : path;
  return `${showPath(short.filter((key) => key !== 'containers'))} ${showChange(field)}`;
}

/** A change of an image: of its tag alone where that is all, so that images of one release are one change. */
function showImage(field: FieldChange): string {
  const [[old, from], [now, to]] = [splitTag(field.before), splitTag(field.after)];
  return old !== undefined && old === now ? `${from} -> ${to}` : showChange(field);
}

function splitTag(image: unknown): readonly [string?, string?] {
  const [, name, tag] = /^(.+?)[:@]([^/]+)$/.exec(`${image as string}`) ?? [];
  return [name, tag];
}

const isDown = (restart: Restart) => reasonOf(restart.object, restart.replicas) !== undefined;

/** Why no pod runs while the pods of an object are made anew; undefined where some do. */
function reasonOf(object: KubernetesObject, replicas?: Replicas): string | undefined {
  const isOne = replicas?.min === 1;
  if (isKind(object, 'StatefulSet.apps'))
    return isOne ? 'it has one pod, which ends before the next one starts' : undefined;
  const { strategy } = getSpec<V1DeploymentSpec>(object);
  if (strategy?.type === 'Recreate') return 'its strategy is Recreate, so that all pods end first';
  const { maxSurge } = strategy?.rollingUpdate ?? {};
  const hasNoSurge = maxSurge === 0 || maxSurge === '0' || maxSurge === '0%';
  return isOne && hasNoSurge ? 'it has one pod and no surge' : undefined;
}
