import type { SettingRule } from '../../rule';

/** Workloads select their pods by the label `app`: two with the same value would select each other's pods. */
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
          problem: `the pods of '${other}' in the same namespace have the label app: ${app} too, so each workload would also select the other's pods`,
          fix: "give each workload an 'app' of its own, or move one to another namespace",
        },
      ];
    });
};
