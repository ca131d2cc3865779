import type { SettingRule } from '../../rule';

/** Namespaces with `mtls` have a revision: mTLS needs sidecars. */
export const mtlsNeedsSidecars: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces)
    .filter(([, { revision, mtls }]) => revision === undefined && mtls !== undefined)
    .map(([name, { mtls }]) => ({
      path: `namespaces.${name}.mtls`,
      value: mtls,
      problem: `the namespace '${name}' has no 'revision', so its pods have no sidecars`,
      fix: "set 'revision', or remove 'mtls'",
    }));
