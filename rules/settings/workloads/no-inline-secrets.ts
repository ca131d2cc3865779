import { PLAIN_TEXT_SECRET } from '../../plain-text';
import type { SettingRule } from '../../rule';

/** A Secret whose values stand in the repository is no secret: only an environment that says so has any. */
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
