import { ALLOWED_FIELDS, blockedFields } from '../../../mesh/allow-list';
import { getValueAt } from '../../../model/fault';
import { didYouMean } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** MeshConfig has only fields that the add-on allows: it rejects the whole ConfigMap otherwise. */
export const allowedMeshConfigFields: SettingRule = ({ mesh: { config } }) =>
  blockedFields({ ...config }).map((field) => ({
    path: `mesh.config.${field}`,
    value: getValueAt(config, field.split('.')),
    problem:
      'the add-on does not allow this field, and rejects the whole MeshConfig (mesh/mesh-config.ts lists the allowed fields)',
    fix: didYouMean(field, ALLOWED_FIELDS, 'remove it'),
  }));
