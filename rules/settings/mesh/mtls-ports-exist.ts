import { didYouMean } from '../../../model/read/nearest';
import type { SettingRule } from '../../rule';

/** An mTLS exception is for a port that the workload has, in a namespace of the mesh. */
export const mtlsPortsExist: SettingRule = (environment) =>
  environment.workloads.flatMap(({ namespaceSettings, namespace, settings, ports: own, path }) => {
    const ports = own.map(({ name }) => name);
    return Object.entries(settings.mtls).flatMap(([port, mode]) => {
      const at = { path: `${path}.mtls.${port}`, value: mode };
      if (namespaceSettings.revision === undefined)
        return [
          {
            ...at,
            problem: `the namespace '${namespace}' has no 'revision', so its pods have no sidecars`,
            fix: "set 'revision', or remove 'mtls'",
          },
        ];
      if (ports.includes(port)) return [];
      return [
        {
          ...at,
          problem: `the workload has no such port; it has ${ports.join(', ') || 'none'}`,
          fix: didYouMean(port, ports, "name one of its ports, or add it to 'ports'"),
        },
      ];
    });
  });
