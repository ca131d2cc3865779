import { isTls } from '../mesh/protocols';
import { httpPortsOf, tcpPortsOf } from '../model/traffic';
import { workloadsOf } from '../model/workloads';
import type { BrokenSetting, SettingRule } from './rule';

/** What Istio can tell of HTTP requests only. */
const OF_REQUESTS = ['routes', 'mirror', 'fault', 'timeout', 'retries'] as const;

/** Traffic settings are of a workload with ports, those of requests of one with HTTP ports, and no weights are lost on TLS. */
export const trafficOfPorts: SettingRule = (environment) =>
  workloadsOf(environment).flatMap(({ workload, path }): BrokenSetting[] => {
    const { traffic, ports = {} } = workload;
    if (!traffic) return [];
    if (Object.keys(ports).length === 0)
      return [
        {
          path: `${path}.traffic`,
          value: traffic,
          problem: 'the workload has no ports, so that nobody calls it',
          fix: "state 'ports', or take 'traffic' out",
        },
      ];
    if (httpPortsOf(workload).length === 0)
      return OF_REQUESTS.filter((field) => traffic[field] !== undefined).map((field) => ({
        path: `${path}.traffic.${field}`,
        value: traffic[field],
        problem: `needs HTTP requests, and no port carries any by its name: ${Object.keys(ports).join(', ')}`,
        fix: `name a port http or grpc if it is one, or take '${field}' out`,
      }));
    const encrypted = tcpPortsOf(workload).find(({ name }) => isTls(name));
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
