import { isHttp } from '../mesh/protocols';
import { portsOf } from '../model/ports';
import { workloadsOf } from '../model/workloads';
import type { BrokenSetting, SettingRule } from './rule';

/** A route of an exposed port leads to a workload of the same application and to a port of it that carries HTTP requests. */
export const exposedRoutesExist: SettingRule = (environment) =>
  workloadsOf(environment).flatMap(({ of: { workloads }, name, workload, path }) =>
    Object.entries(workload.expose ?? {}).flatMap(([portName, { routes = [] }]) =>
      routes.flatMap(({ to }, index): BrokenSetting[] => {
        if (!to) return [];
        const at = `${path}.expose.${portName}.routes.${index}.to`;
        const target = Object.hasOwn(workloads, to.workload) ? workloads[to.workload] : undefined;
        if (!target)
          return [
            {
              path: `${at}.workload`,
              value: to.workload,
              problem: `the application has no such workload; it has ${Object.keys(workloads).join(', ')}`,
              fix: `lead the route to one of its workloads, or take 'to' out for '${name}' itself`,
            },
          ];
        const port = to.port ?? portName;
        const ports = portsOf(target).map((each) => each.name);
        if (ports.includes(port) && isHttp(port)) return [];
        return [
          {
            path: `${at}.port`,
            value: to.port,
            problem: ports.includes(port)
              ? `the port '${port}' carries no HTTP requests by its name`
              : `'${to.workload}' has no port '${port}'; it has ${ports.join(', ') || 'none'}`,
            fix: "state 'port': the name of a port that starts with http or grpc",
          },
        ];
      }),
    ),
  );
