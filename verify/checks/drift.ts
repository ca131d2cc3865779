import { findDifferences } from '../differences';
import { isReadable, type Check, type Cluster } from '../check';
import { describeObject, isKind } from '../../objects/identity';
import { getSpec, type KubernetesObject } from '../../objects/object';

/** Every rendered field is in the cluster with its value; fields that the cluster adds do not count. */
export const drift: Check = {
  summary: 'every rendered field is in the cluster with its value',
  example: 'Deployment shop/web spec.replicas is 3 instead of 1',
  expectations: ({ rendered }) => {
    const compared = rendered.filter(isReadable);
    const expected = `all ${compared.length} objects match (Secrets are not compared)`;
    return [
      {
        name: 'every rendered field is in the cluster',
        expected,
        actual: async (cluster) => {
          const faults = (await Promise.all(compared.map((object) => findDrift(cluster, object)))).flat();
          return faults.length > 0 ? faults.join('; ') : expected;
        },
      },
    ];
  },
};

async function findDrift(cluster: Cluster, object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind, metadata } = object;
  const [live] = await cluster.list(
    { apiVersion, kind },
    { namespace: metadata.namespace, name: metadata.name },
  );
  const name = describeObject(object);
  if (!live) return isDeletedAutomatically(object) ? [] : [`${name} is missing`];
  if (live.metadata.deletionTimestamp !== undefined) return [`${name} is being deleted`];
  return findDifferences(object, live).map((difference) => `${name} ${difference}`);
}

/** Whether Kubernetes deletes the object some time after it is done. */
function isDeletedAutomatically(object: KubernetesObject): boolean {
  return isKind(object, 'Job.batch') && getSpec(object).ttlSecondsAfterFinished !== undefined;
}
