import { isSystemNamespace } from '../../../aks/namespaces';
import type { SettingRule } from '../../rule';

/** A namespace that AKS or Kubernetes owns can't join the mesh: its labels are not the user's to state. */
export const systemNamespacesOutsideMesh: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces)
    .filter(([name, { revision }]) => revision !== undefined && isSystemNamespace(name))
    .map(([name, { revision }]) => ({
      path: `namespaces.${name}.revision`,
      value: revision,
      problem: `AKS or Kubernetes owns the namespace '${name}', so that it can't be in the mesh`,
      fix: "take 'revision' out, or move its applications to a namespace of your own",
    }));
