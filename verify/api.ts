import type { Checks } from './check';

/** The cluster answers, and runs the Kubernetes version of the settings. */
export const api: Checks = ({ settings: { cluster } }) => [
  {
    name: 'the cluster runs the Kubernetes version of the settings',
    expected: cluster.kubernetesVersion,
    actual: (live) => live.version(),
  },
];
