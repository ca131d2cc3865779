import { blockedFields } from '../../../mesh/allow-list';
import { getValueAt } from '../../../model/fault';
import type { SettingRule } from '../../rule';

/** The add-on refuses a ConfigMap with a field that it does not let its users state. */
export const allowedMeshConfigFields: SettingRule = ({ mesh: { config } }) =>
  blockedFields({ ...config }).map((field) => ({
    path: `mesh.config.${field}`,
    value: getValueAt(config, field.split('.')),
    problem:
      'the add-on does not let its users state this field and refuses the whole MeshConfig (mesh/mesh-config.ts lists the fields that it takes)',
    fix: 'take it out',
  }));
