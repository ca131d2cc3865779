import { isHttp } from '../../../mesh/protocols';
import { findSibling } from '../../../model/plan/exposures';
import { describeRouteTo } from '../../routes-to';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A route of an exposed port points at a workload of the same application, and at a port of it that carries HTTP requests. */
export const exposedRouteTargetsExist: SettingRule = (environment) => {
  const byName = Map.groupBy(environment.workloads, ({ name }) => name);
  return environment.workloads.flatMap((workload) => {
    const { applicationSettings, name, settings, path } = workload;
    return Object.entries(settings.expose).flatMap(([portName, { routes = [] }]) =>
      routes.flatMap(({ to }, index): SettingFault[] => {
        if (!to) return [];
        const at = `${path}.expose.${portName}.routes.${index}.to`;
        const target = findSibling(workload, to.workload, environment.workloadsByPath);
        const [elsewhere] = target ? [] : (byName.get(to.workload) ?? []);
        if (elsewhere)
          return [
            {
              path: `${at}.workload`,
              value: to.workload,
              problem: `it is a workload of '${elsewhere.application}' of '${elsewhere.namespace}', and a route leads to workloads of its own application`,
              fix: describeRouteTo(workload, elsewhere, { port: to.port }),
            },
          ];
        if (!target)
          return [
            {
              path: `${at}.workload`,
              value: to.workload,
              problem: `the application has no such workload; it has ${Object.keys(applicationSettings.workloads).join(', ')}`,
              fix: `point the route at one of its workloads, or remove 'to' for '${name}' itself`,
            },
          ];
        const port = to.port ?? portName;
        const ports = target.ports.map((each) => each.name);
        if (ports.includes(port) && isHttp(port)) return [];
        return [
          {
            path: `${at}.port`,
            value: to.port,
            problem: ports.includes(port)
              ? `the name of the port '${port}' does not say HTTP`
              : `'${to.workload}' has no port '${port}'; it has ${ports.join(', ') || 'none'}`,
            fix: "set 'port' to a port whose name starts with http or grpc",
          },
        ];
      }),
    );
  });
};
