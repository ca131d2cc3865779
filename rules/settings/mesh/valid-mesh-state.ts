import { stateFaults } from '../../../mesh/upgrade';
import { getMeshState, toSettingFault } from '../../../model/plan/mesh-state';
import type { SettingRule } from '../../rule';

/** The state of the mesh is one that Azure accepts, and leaves no pod without a sidecar. */
export const validMeshState: SettingRule = (environment, { today }) =>
  stateFaults(getMeshState(environment), today).map(toSettingFault);
