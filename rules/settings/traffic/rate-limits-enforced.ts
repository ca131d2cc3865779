import { isHttp } from '../../../mesh/protocols';
import type { PlacedWorkload } from '../../../model/plan/workloads';
import type { SettingFault } from '../../../model/fault';
import type { SettingRule } from '../../rule';

/** A workload's rate limit is enforced: it has the port, whose requests its sidecar reads, and a port of the container has one limit. */
export const rateLimitsEnforced: SettingRule = (environment) =>
  environment.workloads.flatMap((workload) =>
    Object.entries(workload.settings.rateLimits).flatMap(([name, limit]): SettingFault[] => {
      const broken = findProblem(workload, name);
      return broken ? [{ path: `${workload.path}.rateLimits.${name}`, value: limit, ...broken }] : [];
    }),
  );

function findProblem({ namespaceSettings, namespace, settings, ports }: PlacedWorkload, name: string) {
  if (namespaceSettings.revision === undefined)
    return {
      problem: `the namespace '${namespace}' has no 'revision', so its pods have no sidecars to count requests`,
      fix: "set 'revision', or remove 'rateLimits'",
    };
  const port = ports.find((each) => each.name === name);
  if (!port)
    return {
      problem: `the workload has no such port; it has ${ports.map((each) => each.name).join(', ') || 'none'}`,
      fix: "name one of its ports, or add it to 'ports'",
    };
  if (!isHttp(name))
    return {
      problem: 'the sidecar reads no requests on this port, so it would count none',
      fix: 'remove it; or, if the port carries HTTP or gRPC, let its name start with http or grpc',
    };
  const twin = ports
    .slice(0, ports.indexOf(port))
    .find((each) => each.targetPort === port.targetPort && settings.rateLimits[each.name] !== undefined);
  return (
    twin && {
      problem: `'${twin.name}' leads to the same port of the container, ${port.targetPort}, and has a limit too: only one of them would hold`,
      fix: 'set it for one of them: it holds for both',
    }
  );
}
