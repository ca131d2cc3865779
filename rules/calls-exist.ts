import { resolveCall } from '../model/calls';
import { isHttp } from '../mesh/protocols';
import { portsOf } from '../model/ports';
import { workloadsOf } from '../model/workloads';
import type { SettingRule } from './rule';

/** A call leads to a workload and a port that exist, and says of a TCP port nothing that only requests have. */
export const callsExist: SettingRule = (environment) =>
  workloadsOf(environment).flatMap((caller) =>
    Object.entries(caller.workload.calls ?? {}).flatMap(([callee, call]) => {
      const path = `${caller.path}.calls.${callee}`;
      const found = resolveCall(environment, caller, callee);
      if (typeof found === 'string')
        return [{ path, value: call, problem: found, fix: 'call one that exists' }];
      if (found.path === caller.path)
        return [
          {
            path,
            value: call,
            problem: 'a workload does not call itself through its Service',
            fix: 'take it out',
          },
        ];
      const ports = portsOf(found.workload).map(({ name }) => name);
      const { port, ...request } = typeof call === 'string' ? { port: call } : call;
      if (!ports.includes(port))
        return [
          {
            path,
            value: port,
            problem: `'${callee}' has no such port; it has ${ports.join(', ') || 'none'}`,
            fix: `call one of its ports, or add it to the 'ports' of '${found.name}'`,
          },
        ];
      if (Object.keys(request).length > 0 && !isHttp(port))
        return [
          {
            path,
            value: call,
            problem: `the port '${port}' carries no HTTP requests, so that it has no methods or paths`,
            fix: `state the port alone: '${port}'`,
          },
        ];
      return [];
    }),
  );
