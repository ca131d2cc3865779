import { renderObjects } from '../charts/synth';
import { createFleet, SHAPES, type Shape } from '../commands/bench/fleet';
import type { Environments } from '../model/schema/environment';
import { readEnvironments } from '../model/read';
import { judgeObjects, judgeSettings } from '../rules';
import { TODAY } from './support';

/** Data that counts how often any part of it is read. */
class Counted {
  reads = 0;
  private readonly made = new WeakMap<object, object>();

  of<T extends object>(data: T): T {
    const known = this.made.get(data);
    if (known) return known as T;
    const count = () => void this.reads++;
    const counted = new Proxy(data, {
      get: (target, key, receiver) => {
        count();
        const value: unknown = Reflect.get(target, key, receiver);
        return typeof value === 'object' && value !== null ? this.of(value) : value;
      },
      ownKeys: (target) => {
        count();
        return Reflect.ownKeys(target);
      },
    });
    this.made.set(data, counted);
    return counted;
  }
}

type Stage = 'form' | 'rules' | 'charts' | 'objects';

/** How often each stage of a synth reads its data. */
async function readsOf(shape: Shape, size: number): Promise<Record<Stage, number>> {
  const counted = new Counted();
  const before: number[] = [];
  const list = createFleet(shape, size);
  const countedList: Environments = Object.fromEntries(
    Object.entries(list).map(([name, make]) => [name, (variables) => counted.of(make(variables))]),
  );
  before.push(counted.reads);
  readEnvironments(countedList, {});
  before.push(counted.reads);
  const environments = counted.of(readEnvironments(list, {}));
  expect(judgeSettings(environments, TODAY).faults).toEqual([]);
  before.push(counted.reads);
  const rendered = [];
  for (const environment of environments)
    rendered.push({ environment, objects: counted.of(await renderObjects(environment)) });
  before.push(counted.reads);
  for (const { environment, objects } of rendered) expect(judgeObjects(objects, environment)).toEqual([]);
  before.push(counted.reads);
  const [form, rules, charts, objects] = before.slice(1).map((reads, index) => reads - before[index]!);
  return { form: form!, rules: rules!, charts: charts!, objects: objects! };
}

test.each(SHAPES)(
  'every further object is read as often as those before it, in each stage of a synth: %s',
  async (shape) => {
    const [few, more, most] = [
      await readsOf(shape, 220),
      await readsOf(shape, 440),
      await readsOf(shape, 660),
    ];
    for (const stage of Object.keys(few) as Stage[]) {
      const step = more[stage] - few[stage];
      expect(step).toBeGreaterThan(1000);
      expect({ stage, step: most[stage] - more[stage] }).toEqual({ stage, step });
    }
  },
);
