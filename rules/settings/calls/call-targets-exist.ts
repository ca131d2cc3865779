import { normalizeCalls, type NamedCall } from '../../../model/plan/calls';
import { isHttp } from '../../../mesh/protocols';
import type { Plan } from '../../../model/plan';
import type { PlacedWorkload } from '../../../model/plan/workloads';
import { didYouMean } from '../../../model/read/nearest';
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
        return [{ path, value: stated, problem: found, fix: findWayOut(caller, callee, environment) }];
      const ports = found.ports.map(({ name }) => name);
      return normalizeCalls(stated).flatMap((call) =>
        findFault({ path, callee, found: found.name, ports }, call),
      );
    }),
  );
};

/** The workload that is most likely meant, in the words of the caller. */
function findWayOut(caller: PlacedWorkload, callee: string, { workloads }: Plan): string {
  const parts = callee.split('/').length;
  const names = workloads.flatMap(({ namespace, application, name }) => {
    const isNear = namespace === caller.namespace && application === caller.application;
    const words = [namespace, application, name].slice(-parts).join('/');
    return parts > 1 || isNear ? [words] : [];
  });
  return didYouMean(callee, [...new Set(names)], 'call one that exists');
}

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
        fix: didYouMean(port, ports, `call one of its ports, or add it to the 'ports' of '${found}'`),
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
