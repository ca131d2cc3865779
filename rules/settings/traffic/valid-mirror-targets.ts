import { findSibling } from '../../../model/plan/exposures';
import { listHttpPorts, resolveWeights } from '../../../model/plan/traffic';
import type { PlacedWorkload } from '../../../model/plan/workloads';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** Requests are mirrored to another workload of the application that has the same ports, or to a version that does not already get all of them. */
export const validMirrorTargets: SettingRule = (environment) =>
  environment.workloads.flatMap((placed): SettingFault[] => {
    const { settings, path } = placed;
    const { mirror } = settings.traffic ?? {};
    if (!mirror) return [];
    const field = mirror.workload === undefined ? 'version' : 'workload';
    const problem =
      field === 'version' ? versionProblem(placed) : workloadProblem(placed, environment.workloadsByPath);
    return problem ? [{ path: `${path}.traffic.mirror.${field}`, value: mirror[field], ...problem }] : [];
  });

type Problem = Pick<SettingFault, 'problem' | 'fix'>;

function versionProblem({ settings }: PlacedWorkload): Problem | undefined {
  const shares = resolveWeights(settings);
  const versions = Object.keys(settings.versions ?? {});
  const { version } = settings.traffic?.mirror ?? {};
  const getsAll =
    shares.length === 1 &&
    (shares[0]!.version === version || (versions.length === 1 && versions[0] === version));
  if (!getsAll) return undefined;
  return {
    problem: 'this version already gets all requests: it would get each of them twice',
    fix: 'mirror to another version',
  };
}

function workloadProblem(
  placed: PlacedWorkload,
  workloads: ReadonlyMap<string, PlacedWorkload>,
): Problem | undefined {
  const { name, applicationSettings, settings } = placed;
  const other = settings.traffic?.mirror?.workload ?? '';
  if (other === name)
    return {
      problem: 'the workload would get each request twice: it is mirrored to itself',
      fix: "name another workload, or one of its versions by 'version'",
    };
  const target = findSibling(placed, other, workloads);
  if (!target)
    return {
      problem: `the application has no such workload; it has ${Object.keys(applicationSettings.workloads).join(', ')}`,
      fix: 'name one of its workloads',
    };
  const ports = listHttpPorts(target).map((port) => port.name);
  const lacking = listHttpPorts(placed).find((port) => !ports.includes(port.name));
  if (!lacking) return undefined;
  return {
    problem: `'${other}' has no port '${lacking.name}' to receive the mirrored requests; its HTTP ports are ${ports.join(', ') || 'none'}`,
    fix: 'give both workloads ports of the same names',
  };
}
