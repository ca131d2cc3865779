import { isHttp, isTls } from '../../../mesh/protocols';
import type { SettingRule } from '../../rule';

/** What is exposed is a port of the workload that carries HTTP requests, or TLS where the gateway passes it through. */
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
            fix: "expose one of its ports, or add it to 'ports'",
          },
        ];
      const isPassedThrough = tls?.mode === 'PASSTHROUGH';
      if (isPassedThrough ? isTls(port) : isHttp(port)) return [];
      if (isPassedThrough)
        return [
          {
            ...at,
            problem: 'the gateway passes TLS through to a port that does not speak it by its name',
            fix: "expose a port whose name starts with https or tls, or take another 'tls.mode'",
          },
        ];
      return [
        {
          ...at,
          problem: 'the gateway lets HTTP in, which this port does not speak by its name',
          fix: isTls(port)
            ? "expose a port whose name starts with http or grpc, or pass TLS through with 'tls.mode' PASSTHROUGH"
            : 'expose a port whose name starts with http or grpc',
        },
      ];
    });
  });
