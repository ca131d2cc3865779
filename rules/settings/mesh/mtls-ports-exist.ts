import { listPorts } from '../../../model/plan/ports';
import { listWorkloads } from '../../../model/plan/workloads';
import type { SettingRule } from '../../rule';

/** An exception from mutual TLS is one for a port that the workload has, in a namespace of the mesh. */
export const mtlsPortsExist: SettingRule = (environment) =>
  listWorkloads(environment).flatMap(({ namespaceSettings: home, namespace, settings: workload, path }) => {
    const ports = listPorts(workload).map(({ name }) => name);
    return Object.entries(workload.mtls ?? {}).flatMap(([port, mode]) => {
      const at = { path: `${path}.mtls.${port}`, value: mode };
      if (home.revision === undefined)
        return [
          {
            ...at,
            problem: `the namespace '${namespace}' has no 'revision', so that its pods have no sidecars`,
            fix: "state 'revision', or take 'mtls' out",
          },
        ];
      if (ports.includes(port)) return [];
      return [
        {
          ...at,
          problem: `the workload has no such port; it has ${ports.join(', ') || 'none'}`,
          fix: "name one of its ports, or add it to 'ports'",
        },
      ];
    });
  });
