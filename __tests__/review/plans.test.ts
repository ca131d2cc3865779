import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reviewOutputs } from '../../review';
import { withConsequences } from '../../review/findings';
import { small } from '../stacks/environments';
import { terraformOf } from '../stacks/stack';
import { ROOT } from '../support';
import { changeStack, STACK_CHANGES, type StackJson } from './stack-changes';

// What the review says of the stack, against plans of the real providers (__tests__/stacks/review-plans.ts).

interface Planned {
  readonly actions: readonly string[];
}

const { plans } = JSON.parse(readFileSync(join(ROOT, '__tests__/review/plans.json'), 'utf8')) as {
  plans: Readonly<Record<string, Readonly<Record<string, Planned>>>>;
};
const stack = JSON.parse(JSON.stringify(terraformOf(small))) as StackJson;
const files = (of: StackJson) => new Map([['terraform/small/cdk.tf.json', JSON.stringify(of)]]);

const findingsOf = (change: string) =>
  reviewOutputs(files(stack), files(changeStack(stack, change))).flatMap(({ findings }) =>
    findings.flatMap(withConsequences),
  );

/** The resources whose plan has an action, by their addresses. */
const planned = (change: string, action: string) =>
  Object.entries(plans[change]!)
    .filter(([, { actions }]) => actions.includes(action))
    .map(([address]) => address)
    .toSorted();

test('every change is recorded', () => {
  expect(Object.keys(plans)).toEqual(Object.keys(STACK_CHANGES));
});

test.each(Object.keys(STACK_CHANGES).filter((change) => !change.includes('another key')))(
  'the review says of exactly the resources that the plan destroys that they are destroyed: %s',
  (change) => {
    const destroyed = findingsOf(change)
      .filter(({ kind }) => kind === 'destroy')
      .map(({ subject }) => subject)
      .toSorted();
    expect(destroyed).toEqual(planned(change, 'delete'));
  },
);

test.each(['vm_size', 'max_pods'])('a rotation, which the plan calls an update, is said: %s', (change) => {
  expect(planned(change, 'update')).toContain('azurerm_kubernetes_cluster.aks');
  expect(findingsOf(change).map(({ kind }) => kind)).toContain('outage');
});

test('what the plan lets pass and the apply does not is said', () => {
  const change = 'vm_size without a temporary pool';
  expect(planned(change, 'delete')).toEqual([]);
  expect(findingsOf(change).map(({ kind }) => kind)).toContain('refused');
});

test('a resource under another key is destroyed, unless it is moved', () => {
  expect(planned('group under another key', 'delete')).toEqual(['azurerm_resource_group.resource_group']);
  expect(findingsOf('group under another key').map(({ kind }) => kind)).toContain('destroy');
  expect(planned('group under another key, moved', 'delete')).toEqual([]);
  expect(findingsOf('group under another key, moved').map(({ kind }) => kind)).not.toContain('destroy');
});
