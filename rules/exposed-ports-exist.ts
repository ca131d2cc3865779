import { isHttp } from '../mesh/protocols';
import { portsOf } from '../model/ports';
import { workloadsOf } from '../model/workloads';
import type { SettingRule } from './rule';

/** What is exposed is a port of the workload that carries HTTP requests. */
export const exposedPortsExist: SettingRule = (environment) =>
  workloadsOf(environment).flatMap(({ workload, path }) => {
    const ports = portsOf(workload).map(({ name }) => name);
    return Object.keys(workload.expose ?? {}).flatMap((port) => {
      const at = { path: `${path}.expose.${port}`, value: port };
      if (!ports.includes(port))
        return [
          {
            ...at,
            problem: `the workload has no such port; it has ${ports.join(', ') || 'none'}`,
            fix: "expose one of its ports, or add it to 'ports'",
          },
        ];
      if (isHttp(port)) return [];
      return [
        {
          ...at,
          problem: 'the gateway lets HTTP in, which this port does not speak by its name',
          fix: 'expose a port whose name starts with http or grpc',
        },
      ];
    });
  });
