import type { SettingRule } from '../../rule';

/** The ports of a Service have different numbers: Kubernetes rejects two of the same number. */
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
          problem: `'${other}' already has this number, and a Service has each number once`,
          fix: 'give each its own number; two may share a port of the container: { port, targetPort }',
        },
      ];
    });
  });
