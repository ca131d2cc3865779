import type { Coordinates } from './kubeconfig';

/** Variable by which the setup tells the test files where the control plane is, or why there is none. */
export const HANDOVER = 'AKS_ISTIO_CDK_TEST_CLUSTER';

/** What the setup hands over. */
export type Handover = { readonly coordinates: Coordinates } | { readonly skip: string };

/** The control plane of this run, and `describe`, or `describe.skip` where there is none. */
export function controlPlane(): { suite: jest.Describe; coordinates: Coordinates } {
  const handover = JSON.parse(process.env[HANDOVER] ?? '{"skip":"use npm run test:cluster"}') as Handover;
  if ('coordinates' in handover) return { suite: describe, coordinates: handover.coordinates };
  const coordinates = { folder: '', port: 0, tokens: { admin: '', verifier: '', stranger: '' } };
  return { suite: describe.skip, coordinates };
}
