import { maxPods } from '../../../model/plan/workloads';
import type { SettingRule } from '../../rule';

/**
 * A warning: pods that find each other by a headless Service before they are ready are the nodes of a cluster, such as one of Redis or
 * Kafka. Where calls are restricted, those of the nodes to each other are declared too.
 */
export const peersDeclared: SettingRule = ({ workloads, resolveCall }) =>
  workloads.flatMap((workload) => {
    const { path, name, settings, ports, namespaceSettings } = workload;
    const { authorization, egress, networkPolicies } = namespaceSettings;
    const isRestricted = authorization !== 'off' || egress === 'declared' || networkPolicies;
    const { clusterIP, publishNotReadyAddresses } = settings.service?.spec ?? {};
    const isCluster = settings.statefulSet && clusterIP === 'None' && publishNotReadyAddresses === true;
    const callsItself = Object.keys(settings.calls).some((callee) => {
      const found = resolveCall(workload, callee);
      return typeof found !== 'string' && found.path === path;
    });
    if (!isRestricted || !isCluster || maxPods(settings) < 2 || callsItself) return [];
    return [
      {
        path: `${path}.calls`,
        value: settings.calls,
        problem: `its pods find each other by their Service, but may not call each other, as no such call is declared`,
        fix: `declare the ports by which they do, such as calls: { '${name}': '${ports[0]?.name ?? 'tcp'}' }, or set publishNotReadyAddresses to false`,
      },
    ];
  });
