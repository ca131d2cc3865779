import { ApiObject } from 'cdk8s';
import { application } from '../../index';
import { lines, synthesize } from './synthesize';

// cdk8s gives every object of a hook the namespace of its chart, those of kinds too that are in none.

const hooked = (kind: string, name: string, more: object = {}) =>
  application(
    { shop: { image: 'ghcr.io/example/shop:1', ports: { http: 80 } } },
    {
      customize: ({ chart }) => {
        const [apiVersion, short] = kind.split(' ');
        new ApiObject(chart, 'own', { apiVersion: apiVersion!, kind: short!, metadata: { name }, ...more });
      },
    },
  );
const made = (shop: object) => synthesize({ shop: { revision: 'asm-1-30', applications: { shop } } });

test("a hook's Namespace of the engine's name is rejected, as it would take the sidecars away", async () => {
  const { faults } = await made(hooked('v1 Namespace', 'shop'));
  expect(lines(faults)).toContainEqual(expect.stringMatching(/Namespace shop: is rendered more than once/));
});

test.each([
  ['v1 Namespace', {}],
  ['rbac.authorization.k8s.io/v1 ClusterRole', { rules: [] }],
  ['scheduling.k8s.io/v1 PriorityClass', { value: 1 }],
  ['storage.k8s.io/v1 StorageClass', { provisioner: 'disk.csi.azure.com' }],
  ['gateway.networking.k8s.io/v1 GatewayClass', { spec: { controllerName: 'istio.io/gateway-controller' } }],
])('an object of %s is in no namespace', async (kind, more) => {
  const { faults, objects } = await made(hooked(kind, 'own', more));
  expect(lines(faults)).toEqual([]);
  const own = objects.find(({ metadata }) => metadata.name === 'own');
  expect(own?.metadata).not.toHaveProperty('namespace');
});

test('two ClusterRoles of one name are rejected', async () => {
  const role = (name: string) =>
    hooked('rbac.authorization.k8s.io/v1 ClusterRole', 'own', { rules: [], metadata: { name } });
  const shop = {
    revision: 'asm-1-30',
    applications: { a: role('own'), b: { ...role('own'), workloads: { b: { image: 'example.com/b:1' } } } },
  };
  const { faults } = await synthesize({ shop });
  expect(lines(faults)).toContainEqual(
    expect.stringContaining('ClusterRole own: is rendered more than once'),
  );
});
