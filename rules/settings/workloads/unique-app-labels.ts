import type { SettingRule } from '../../rule';

/** Pods are found by their label `app`: two workloads of one value would take each other's pods for theirs. */
export const uniqueAppLabels: SettingRule = (environment) => {
  const first = new Map<string, string>();
  return environment.workloads
    .filter(({ applicationSettings }) => applicationSettings.source === undefined)
    .flatMap(({ namespace, name, settings: { app = name }, path }) => {
      const key = `${namespace}/${app}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, name);
      // Two of one name are another rule's to judge.
      if (other === undefined || other === name) return [];
      return [
        {
          path: `${path}.app`,
          value: app,
          problem: `the pods of '${other}' in the same namespace carry the label app: ${app} too, so that each workload would take the other's pods for its own`,
          fix: "give each workload an 'app' of its own, or move one to another namespace",
        },
      ];
    });
};
