import type { Check } from '../check';

/** The cluster answers, and runs the Kubernetes version of the environment. */
export const kubernetesVersion: Check = {
  summary: 'the cluster runs the Kubernetes version of the environment',
  example: '1.34',
  expectations: ({ environment: { cluster } }) => [
    {
      name: 'the cluster runs the Kubernetes version of the environment',
      expected: cluster.kubernetesVersion,
      actual: (live) => live.version(),
    },
  ],
};
