import { large, small } from './environments';
import { terraformOf } from './stack';

test('the plan asks Azure whether the location offers the revision that is to run, for its Kubernetes version', () => {
  const mesh = { ...small.mesh, revisions: ['asm-1-30', 'asm-1-31'] } as const;
  const { data, locals, resource } = terraformOf({ ...small, mesh });
  expect(data).toMatchObject({
    azapi_resource: {
      mesh_revisions: {
        resource_id: expect.stringMatching(/\/locations\/westus3\/meshRevisionProfiles\/istio$/),
        response_export_values: ['properties.meshRevisions'],
      },
    },
  });
  expect(locals).toMatchObject({
    mesh_revision: 'asm-1-31',
    mesh_kubernetes_versions: expect.stringContaining('c.name != "AKSLongTermSupport"'),
  });
  const { precondition } = (
    resource as { azurerm_kubernetes_cluster: { aks: { lifecycle: { precondition: unknown[] } } } }
  ).azurerm_kubernetes_cluster.aks.lifecycle;
  expect(precondition.slice(0, 2)).toEqual([
    {
      condition: '${contains(local.mesh_revisions[*].revision, local.mesh_revision)}',
      error_message: expect.stringContaining(
        'westus3 does not offer the mesh revision ${local.mesh_revision}; it offers',
      ),
    },
    {
      condition:
        '${!contains(local.mesh_revisions[*].revision, local.mesh_revision) || contains(local.mesh_kubernetes_versions, "1.35")}',
      error_message: expect.stringContaining('does not run on Kubernetes 1.35; it runs on'),
    },
  ]);
});

test('the location asked is that of the environment', () => {
  const { data, resource } = terraformOf({ ...large, mesh: { ...large.mesh, checkAtPlan: true } });
  expect(data).toHaveProperty(
    'azapi_resource.mesh_revisions.resource_id',
    '/subscriptions/${data.azurerm_client_config.client.subscription_id}/providers/Microsoft.ContainerService/locations/northeurope/meshRevisionProfiles/istio',
  );
  expect(resource).toHaveProperty(
    'azurerm_kubernetes_cluster.aks.lifecycle.precondition.0.error_message',
    expect.stringContaining('northeurope does not offer'),
  );
});

test('a setting switches these questions off', () => {
  const { data, resource } = terraformOf({ ...small, mesh: { ...small.mesh, checkAtPlan: false } });
  expect(data).not.toHaveProperty('azapi_resource.mesh_revisions');
  expect(data).not.toHaveProperty('azapi_resource.ssh_feature');
  expect(resource).not.toHaveProperty('azurerm_kubernetes_cluster.aks.lifecycle.precondition');
});
