import type { SettingRule } from '../../rule';

/** The objects of a workload have its name, so no two workloads of a namespace have the same name. */
export const uniqueWorkloadNames: SettingRule = (environment) => {
  const first = new Map<string, string>();
  return environment.workloads.flatMap(({ namespace, application, name, path }) => {
    const key = `${namespace}/${name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, application);
    if (other === undefined) return [];
    return [
      {
        path,
        value: name,
        problem: `the application '${other}' has a workload of this name in the same namespace, '${namespace}'`,
        fix: 'rename one of the two, or move one of the applications to another namespace',
      },
    ];
  });
};
