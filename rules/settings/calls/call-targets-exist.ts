import { normalizeCalls, type NamedCall } from '../../../model/plan/calls';
import { isHttp } from '../../../mesh/protocols';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A call names a workload and a port that exist, and sets no methods or paths for a TCP port. */
export const callTargetsExist: SettingRule = (environment) => {
  const resolve = environment.resolveCall;
  return environment.workloads.flatMap((caller) =>
    Object.entries(caller.settings.calls).flatMap(([callee, stated]) => {
      const path = `${caller.path}.calls.${callee}`;
      const found = resolve(caller, callee);
      if (typeof found === 'string')
        return [{ path, value: stated, problem: found, fix: 'call one that exists' }];
      const ports = found.ports.map(({ name }) => name);
      return normalizeCalls(stated).flatMap((call) =>
        findFault({ path, callee, found: found.name, ports }, call),
      );
    }),
  );
};

interface Callee {
  readonly path: string;
  readonly callee: string;
  readonly found: string;
  readonly ports: readonly string[];
}

function findFault({ path, callee, found, ports }: Callee, { port, ...request }: NamedCall): SettingFault[] {
  if (!ports.includes(port))
    return [
      {
        path,
        value: port,
        problem: `'${callee}' has no such port; it has ${ports.join(', ') || 'none'}`,
        fix: `call one of its ports, or add it to the 'ports' of '${found}'`,
      },
    ];
  if (Object.keys(request).length === 0 || isHttp(port)) return [];
  return [
    {
      path,
      value: { port, ...request },
      problem: `the port '${port}' carries no HTTP requests, so methods and paths do not apply`,
      fix: `set only the port: '${port}'`,
    },
  ];
}
