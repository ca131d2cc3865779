import { isSystemNamespace } from '../../../aks/namespaces';
import type { SettingRule } from '../../rule';

/** A namespace that AKS or Kubernetes owns cannot join the mesh: its labels are not the user's to set. */
export const systemNamespacesOutsideMesh: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces)
    .filter(([name, { revision }]) => revision !== undefined && isSystemNamespace(name))
    .map(([name, { revision }]) => ({
      path: `namespaces.${name}.revision`,
      value: revision,
      problem: `AKS or Kubernetes owns the namespace '${name}', so it cannot be in the mesh`,
      fix: "remove 'revision', or move its applications to a namespace of your own",
    }));
