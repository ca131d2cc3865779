import { kubernetesVersion } from '../../../verify/checks/kubernetes-version';
import { seen } from '../fake-cluster';
import { example } from '../fixtures';

test('sees another Kubernetes version', async () => {
  const desired = { environment: example, rendered: [] };
  expect(await seen(kubernetesVersion, desired, { version: '1.34' })).toEqual({
    'the cluster runs the Kubernetes version of the environment': '1.34',
  });
});
