import type { Checks } from './check';

/** The cluster itself: does it answer, and with the version that it was made with? */
export const api: Checks = ({ settings: { cluster } }) => [
  {
    name: 'the cluster answers, with the Kubernetes version of the settings',
    expected: cluster.kubernetesVersion,
    actual: (live) => live.version(),
  },
];
