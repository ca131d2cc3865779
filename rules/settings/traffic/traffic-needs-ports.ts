import { isTls } from '../../../mesh/protocols';
import { listHttpPorts, listTcpPorts } from '../../../model/plan/traffic';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** Settings that apply only to HTTP requests. */
const REQUEST_FIELDS = ['routes', 'mirror', 'fault', 'timeout', 'retries'] as const;

/** A workload with traffic settings has ports, HTTP ports if the settings are for requests, and no weights on a port that it encrypts itself. */
export const trafficNeedsPorts: SettingRule = (environment) =>
  environment.workloads.flatMap((workload): SettingFault[] => {
    const { settings, ports, path } = workload;
    const { traffic } = settings;
    if (!traffic) return [];
    if (ports.length === 0)
      return [
        {
          path: `${path}.traffic`,
          value: traffic,
          problem: 'the workload has no ports, so nothing calls it',
          fix: "set 'ports', or remove 'traffic'",
        },
      ];
    if (listHttpPorts(workload).length === 0)
      return REQUEST_FIELDS.filter((field) => traffic[field] !== undefined).map((field) => ({
        path: `${path}.traffic.${field}`,
        value: traffic[field],
        problem: `applies to HTTP requests, but no port name says HTTP: ${ports.map(({ name }) => name).join(', ')}`,
        fix: `rename a port to http or grpc if it is one, or remove '${field}'`,
      }));
    const encrypted = listTcpPorts(workload).find(({ name }) => isTls(name));
    if (!traffic.weights || !encrypted) return [];
    return [
      {
        path: `${path}.traffic.weights`,
        value: traffic.weights,
        problem: `they do not apply to the port '${encrypted.name}', which the workload encrypts itself`,
        fix: "remove 'weights', or let the mesh encrypt: name the port http, grpc or tcp",
      },
    ];
  });
