import { PLAIN_TEXT_SECRET } from '../../plain-text';
import type { SettingRule } from '../../rule';

/** Secrets with values in the repository are only allowed in an environment with `plainTextSecrets`. */
export const noInlineSecrets: SettingRule = ({ namespaces, plainTextSecrets }) => {
  if (plainTextSecrets) return [];
  return Object.entries(namespaces).flatMap(([namespace, { applications }]) =>
    Object.entries(applications)
      .filter(([, { secrets }]) => Object.keys(secrets).length > 0)
      .map(([name, { secrets }]) => ({
        path: `namespaces.${namespace}.applications.${name}.secrets`,
        value: Object.keys(secrets),
        ...PLAIN_TEXT_SECRET,
      })),
  );
};
