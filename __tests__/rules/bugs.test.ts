import { judgeObjects } from '../../rules';
import type { Plan } from '../../model/plan';
import { objectsOf, plain } from '../support';
import { object } from './judging';

/** An environment that no rule can read: a stand-in for a bug of a rule. */
const unreadable = new Proxy(plain, {
  get(plan, field) {
    if (field === 'name') return plan.name;
    throw new TypeError(`a bug at ${String(field)}`);
  },
}) as Plan;

test('a bug of a rule is no fault of the user, and keeps its trace', async () => {
  const rendered = await objectsOf(plain);
  expect(() => judgeObjects(rendered, unreadable)).toThrow(TypeError);
});

test('where an object is malformed, that is the fault, and not that a rule fails on it', async () => {
  const wrong = object('v1', 'Service', 'shop', { spec: { ports: 'all' } });
  const faults = judgeObjects([...(await objectsOf(plain)), wrong], unreadable);
  expect(faults.filter(({ where }) => !where.includes('Service'))).toEqual([]);
  expect(faults.length).toBeGreaterThan(0);
});
