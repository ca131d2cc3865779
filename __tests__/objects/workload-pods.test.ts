import type { KubernetesObject } from '../../objects/object';
import { createWorkloadPodsFinder } from '../../objects/workload-pods';

const named = (name: string, namespace = 'shop') => ({ metadata: { name, namespace } });
const service = (name: string, selector?: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  ...named(name),
  spec: { selector },
});
const pods = (name: string, app: string, namespace?: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  ...named(name, namespace),
  spec: { template: { metadata: { labels: { app } }, spec: { containers: [] } } },
});

const workload = { namespace: 'shop', name: 'db', settings: { versions: { v1: {}, v2: {} } } };
const found = (...objects: KubernetesObject[]) =>
  createWorkloadPodsFinder(objects)(workload).map(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}`,
  );

test('the pods of a workload are those that its Service selects, whatever makes them is called', () => {
  const others = [pods('db', 'old'), pods('server', 'db', 'other')];
  expect(found(service('db', { app: 'db' }), pods('server', 'db'), pods('replica', 'db'), ...others)).toEqual(
    ['shop/server', 'shop/replica'],
  );
});

test.each([
  ['no Service of its name', service('web', { app: 'web' })],
  ['a Service that selects nothing', service('db')],
  ['a Service that selects no pods', service('db', { app: 'none' })],
])('with %s, they are those of its own name and of its versions', (_, none) => {
  const elsewhere = [pods('db', 'db', 'other'), pods('web', 'web'), pods('db-v3', 'db')];
  expect(found(none, pods('db', 'db'), pods('db-v1', 'db'), pods('db-v2', 'db'), ...elsewhere)).toEqual([
    'shop/db',
    'shop/db-v1',
    'shop/db-v2',
  ]);
});
