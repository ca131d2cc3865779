import { stateFaults } from '../mesh/upgrade';
import { meshStateOf, settingOf } from '../model/mesh-state';
import type { SettingRule } from './rule';

/** A state of the mesh that Azure would refuse, or that leaves pods without sidecars. */
export const meshState: SettingRule = (environment, { today }) =>
  stateFaults(meshStateOf(environment), today).map(settingOf);
