import { httpPortsOf, sharesOf } from '../model/traffic';
import { workloadsOf, type PlacedWorkload } from '../model/workloads';
import type { BrokenSetting, SettingRule } from './rule';

/** Copies of requests go to another workload of the application that has the same ports, or to a version that does not get all of them anyway. */
export const mirrorsElsewhere: SettingRule = (environment) =>
  workloadsOf(environment).flatMap((placed): BrokenSetting[] => {
    const { workload, path } = placed;
    const { mirror } = workload.traffic ?? {};
    if (!mirror) return [];
    const field = mirror.workload === undefined ? 'version' : 'workload';
    const problem = field === 'version' ? ofVersion(placed) : ofWorkload(placed);
    return problem ? [{ path: `${path}.traffic.mirror.${field}`, value: mirror[field], ...problem }] : [];
  });

type Problem = Pick<BrokenSetting, 'problem' | 'fix'>;

function ofVersion({ workload }: PlacedWorkload): Problem | undefined {
  const shares = sharesOf(workload);
  const versions = Object.keys(workload.versions ?? {});
  const { version } = workload.traffic?.mirror ?? {};
  const getsAll =
    shares.length === 1 &&
    (shares[0]!.version === version || (versions.length === 1 && versions[0] === version));
  if (!getsAll) return undefined;
  return {
    problem: 'this version takes all requests already: it would get each of them twice',
    fix: 'mirror to a version that does not',
  };
}

function ofWorkload({ name, of: { workloads }, workload }: PlacedWorkload): Problem | undefined {
  const other = workload.traffic?.mirror?.workload ?? '';
  if (other === name)
    return {
      problem: 'the workload would get each request twice: it is mirrored to itself',
      fix: "name another workload, or one of its versions by 'version'",
    };
  const target = Object.hasOwn(workloads, other) ? workloads[other] : undefined;
  if (!target)
    return {
      problem: `the application has no such workload; it has ${Object.keys(workloads).join(', ')}`,
      fix: 'name one of its workloads',
    };
  const ports = httpPortsOf(target).map((port) => port.name);
  const lacking = httpPortsOf(workload).find((port) => !ports.includes(port.name));
  if (!lacking) return undefined;
  return {
    problem: `'${other}' has no port '${lacking.name}' to get the copies at; its HTTP ports are ${ports.join(', ') || 'none'}`,
    fix: 'give both workloads ports of the same names',
  };
}
