import { stringify } from 'yaml';
import type { KubernetesObject } from '../../objects/object';
import { wordsOf } from './outputs';
import { changedObject, REFUSALS } from './refusals-table';

const output = (object: KubernetesObject) =>
  new Map([['kubernetes/production/60-own.yaml', stringify(object)]]);

// The table is what a real API server says: __tests__/cluster/refusals.ts.
describe.each(REFUSALS)('a change of $object.kind $object.metadata.name', ({ object, refused, accepted }) => {
  const says = (fields: object) => wordsOf(output(object), output(changedObject(object, { ...fields })));
  const line = expect.stringContaining('refused: the cluster rejects') as string;

  if (refused.length > 0)
    test.each(refused)('that the cluster rejects is said to be rejected: %j', (fields) => {
      expect(says(fields)).toContainEqual(line);
    });

  test.each(accepted)('that the cluster takes is not said to be rejected: %j', (fields) => {
    expect(says(fields)).not.toContainEqual(line);
  });
});
