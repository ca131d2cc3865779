import { isHttp, isTls } from '../../../mesh/protocols';
import { didYouMean } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** An exposed port is a port of the workload, and carries HTTP requests, or TLS if the gateway passes it through. */
export const exposedPortsExist: SettingRule = (environment) =>
  environment.workloads.flatMap(({ settings, ports: own, path }) => {
    const ports = own.map(({ name }) => name);
    return Object.entries(settings.expose).flatMap(([port, { tls }]) => {
      const at = { path: `${path}.expose.${port}`, value: port };
      if (!ports.includes(port))
        return [
          {
            ...at,
            problem: `the workload has no such port; it has ${ports.join(', ') || 'none'}`,
            fix: didYouMean(port, ports, "expose one of its ports, or add it to 'ports'"),
          },
        ];
      const isPassedThrough = tls?.mode === 'PASSTHROUGH';
      if (isPassedThrough ? isTls(port) : isHttp(port)) return [];
      if (isPassedThrough)
        return [
          {
            ...at,
            problem: 'the gateway passes TLS through, but the name of this port does not say TLS',
            fix: "expose a port whose name starts with https or tls, or use another 'tls.mode'",
          },
        ];
      return [
        {
          ...at,
          problem: 'the gateway forwards HTTP, but the name of this port does not say HTTP',
          fix: isTls(port)
            ? "expose a port whose name starts with http or grpc, or pass TLS through with 'tls.mode' PASSTHROUGH"
            : 'expose a port whose name starts with http or grpc',
        },
      ];
    });
  });
