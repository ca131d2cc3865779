import { listPorts } from '../../../model/plan/ports';
import { maxPods } from '../../../model/plan/workloads';
import { workloadSchema } from '../../../model/schema/workload';
import { plain } from '../../support';

test('every workload is found with its place, in the order of the tree', () => {
  expect(
    plain.workloads.map(({ path }) => path.replaceAll(/(namespaces|applications|workloads)\./g, '')),
  ).toEqual([
    'reading.library.catalog',
    'reading.library.loans',
    'reading.library.ledger',
    'reading.library.reminders',
    'reading.library.opening',
    'reading.inside.reader',
    'default.outside.reader',
  ]);
  expect(plain.workloads[6]).toMatchObject({
    namespace: 'default',
    application: 'outside',
    name: 'reader',
    settings: { testClient: true },
  });
});

test('a lone number is the port of both sides', () => {
  expect(listPorts({ ports: { http: { port: 80, targetPort: 8080 }, grpc: 9000 } })).toEqual([
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'grpc', port: 9000, targetPort: 9000 },
  ]);
  expect(listPorts({ ports: {} })).toEqual([]);
});

test.each([
  [{}, 1],
  [{ replicas: 3 }, 3],
  [{ replicas: 0 }, 0],
  [{ replicas: { min: 2, max: 5 } }, 5],
  [{ replicas: 2, versions: { v1: {}, v2: { replicas: 3 } } }, 5],
  [{ job: {} }, 1],
])('as many pods run at most as its data says: %j has %d', (workload, pods) => {
  expect(maxPods(workloadSchema.parse(workload))).toBe(pods);
});
