import type { SettingRule } from '../../rule';

/** Each provider of the mesh's configuration has a name of its own: istiod rejects the whole configuration otherwise. */
export const uniqueProviders: SettingRule = ({ mesh: { config } }) => {
  const first = new Map<string, number>();
  return (config.extensionProviders ?? []).flatMap(({ name }, index) => {
    const other = first.get(name) ?? index;
    first.set(name, other);
    if (other === index) return [];
    return [
      {
        path: `mesh.config.extensionProviders.${index}.name`,
        value: name,
        problem: `another provider has this name (mesh.config.extensionProviders.${other}), and istiod rejects the whole configuration`,
        fix: 'rename one of the two',
      },
    ];
  });
};
