import { isTls } from '../../../mesh/protocols';
import { listHttpPorts, listTcpPorts } from '../../../model/plan/traffic';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** What Istio can tell of HTTP requests only. */
const REQUEST_FIELDS = ['routes', 'mirror', 'fault', 'timeout', 'retries'] as const;

/** Traffic settings are of a workload with ports, those of requests of one with HTTP ports, and no weights are lost on TLS. */
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
          problem: 'the workload has no ports, so that nobody calls it',
          fix: "state 'ports', or take 'traffic' out",
        },
      ];
    if (listHttpPorts(workload).length === 0)
      return REQUEST_FIELDS.filter((field) => traffic[field] !== undefined).map((field) => ({
        path: `${path}.traffic.${field}`,
        value: traffic[field],
        problem: `needs HTTP requests, and no port carries any by its name: ${ports.map(({ name }) => name).join(', ')}`,
        fix: `name a port http or grpc if it is one, or take '${field}' out`,
      }));
    const encrypted = listTcpPorts(workload).find(({ name }) => isTls(name));
    if (!traffic.weights || !encrypted) return [];
    return [
      {
        path: `${path}.traffic.weights`,
        value: traffic.weights,
        problem: `they would not hold for the port '${encrypted.name}', which the workload encrypts itself`,
        fix: "take 'weights' out, or let the mesh encrypt: name the port http, grpc or tcp",
      },
    ];
  });
