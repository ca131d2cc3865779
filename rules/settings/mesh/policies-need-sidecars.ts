import type { SettingRule } from '../../rule';

/** Sidecars enforce who may call whom: a namespace without them has no such policies. */
export const policiesNeedSidecars: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces)
    .filter(([, { revision }]) => revision === undefined)
    .flatMap(([name, { authorization, egress }]) =>
      [
        ...(authorization === 'off' ? [] : [{ field: 'authorization', value: authorization }]),
        ...(egress === 'any' ? [] : [{ field: 'egress', value: egress }]),
      ].map(({ field, value }) => ({
        path: `namespaces.${name}.${field}`,
        value,
        problem: `the namespace '${name}' has no 'revision', so its pods have no sidecars to enforce it`,
        fix: `set 'revision', or remove '${field}'`,
      })),
    );
