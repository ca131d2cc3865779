import type { SettingRule } from '../../rule';

/** Mutual TLS is the sidecars' work: a namespace without them has none. */
export const mtlsNeedsSidecars: SettingRule = ({ namespaces }) =>
  Object.entries(namespaces)
    .filter(([, { revision, mtls }]) => revision === undefined && mtls !== undefined)
    .map(([name, { mtls }]) => ({
      path: `namespaces.${name}.mtls`,
      value: mtls,
      problem: `the namespace '${name}' has no 'revision', so that its pods have no sidecars`,
      fix: "state 'revision', or take 'mtls' out",
    }));
