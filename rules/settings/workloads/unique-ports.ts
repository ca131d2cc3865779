import type { SettingRule } from '../../rule';

/** The ports of a Service differ in their numbers: Kubernetes takes no two of one. */
export const uniquePorts: SettingRule = (environment) =>
  environment.workloads.flatMap(({ ports, path }) => {
    const first = new Map<number, string>();
    return ports.flatMap(({ name, port }) => {
      const other = first.get(port);
      if (other === undefined) first.set(port, name);
      if (other === undefined) return [];
      return [
        {
          path: `${path}.ports.${name}`,
          value: port,
          problem: `'${other}' has this number already, and a Service has each once`,
          fix: 'give each a number of its own; two may lead to one port of the container: { port, targetPort }',
        },
      ];
    });
  });
