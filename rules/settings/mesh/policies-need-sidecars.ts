import type { SettingRule } from '../../rule';

/** Who may call whom is the sidecars' to hold: a namespace without them has no such policies. */
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
        problem: `the namespace '${name}' has no 'revision', so that its pods have no sidecars that could hold to it`,
        fix: `state 'revision', or take '${field}' out`,
      })),
    );
