import { POD_SECURITY, POD_SECURITY_LEVELS, proxyRedirectionMechanism } from '../../../mesh/sidecars';
import type { SettingFault } from '../../../model/fault';
import type { SettingRule } from '../../rule';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES: readonly string[] = Object.values(POD_SECURITY);
const LEVELS: readonly string[] = POD_SECURITY_LEVELS;

/**
 * The labels of Pod Security have values that Kubernetes knows, and the level that a namespace of the mesh enforces admits its
 * sidecars: with init containers, these need `privileged`.
 *
 * Source: Kubernetes documentation, Pod Security Admission; AKS documentation, istio-cni.md, 2026-06-24.
 */
export const podSecurityAdmitsSidecars: SettingRule = ({ namespaces, mesh: { installedRevision } }) =>
  Object.entries(namespaces).flatMap(([namespace, { revision, labels }]) =>
    Object.entries(labels)
      .filter(([key]) => key.startsWith(PREFIX))
      .flatMap(([key, value]): SettingFault[] => {
        const path = `namespaces.${namespace}.labels.${key}`;
        const wrong = findWrong(key, value);
        if (wrong) return [{ path, value, ...wrong }];
        if (revision === undefined || key !== POD_SECURITY.enforce || value === 'privileged') return [];
        if (proxyRedirectionMechanism(installedRevision) === 'CNIChaining') return [];
        return [
          {
            path,
            value,
            problem: `the mesh was installed with ${installedRevision}, whose init containers run as root with NET_ADMIN: this level rejects every pod with a sidecar`,
            fix: `remove it, or set ${POD_SECURITY.audit} or ${POD_SECURITY.warn}, which only report`,
          },
        ];
      }),
  );

function findWrong(key: string, value: string): Pick<SettingFault, 'problem' | 'fix'> | undefined {
  if (MODES.includes(key))
    return LEVELS.includes(value)
      ? undefined
      : {
          problem: 'Kubernetes knows no such level, and rejects the namespace',
          fix: `set one of ${LEVELS.join(', ')}`,
        };
  if (MODES.map((mode) => `${mode}-version`).includes(key))
    return /^(latest|v1\.\d{1,3})$/.test(value)
      ? undefined
      : {
          problem: 'is no version of Kubernetes as this label has it',
          fix: "set 'latest', or such as 'v1.35'",
        };
  return {
    problem: 'Pod Security has no such label, so it would have no effect',
    fix: `use one of ${MODES.join(', ')}, or the same with -version`,
  };
}
