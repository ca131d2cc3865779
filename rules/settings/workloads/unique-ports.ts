import { listPorts } from '../../../model/plan/ports';
import { listWorkloads } from '../../../model/plan/workloads';
import type { SettingRule } from '../../rule';

/** The ports of a Service differ in their numbers: Kubernetes takes no two of one. */
export const uniquePorts: SettingRule = (environment) =>
  listWorkloads(environment).flatMap(({ settings: workload, path }) => {
    const first = new Map<number, string>();
    return listPorts(workload).flatMap(({ name, port }) => {
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
