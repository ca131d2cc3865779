import { stateFaults } from '../../../mesh/upgrade';
import { getMeshState, toSettingFault } from '../../../model/plan/mesh-state';
import type { SettingRule } from '../../rule';

/** A state of the mesh that Azure would refuse, or that leaves pods without sidecars. */
export const validMeshState: SettingRule = (environment, { today }) =>
  stateFaults(getMeshState(environment), today).map(toSettingFault);
