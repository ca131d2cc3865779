import { resolveMtls } from '../../../model/plan/mtls';
import type { Plan } from '../../../model/plan';
import type { Call } from '../../../model/plan/call-graph';
import type { SettingRule } from '../../rule';
import type { SettingFault } from '../../../model/fault';

/** A port that checks identities is called only by workloads that have one: plaintext and workloads outside the mesh have none. */
export const callersHaveIdentity: SettingRule = (environment) => {
  const { calls, entries } = environment.graph;
  const plaintext = new Set(
    [...calls, ...entries]
      .filter(({ callee }) => callee.namespaceSettings.authorization !== 'off')
      .filter(({ callee, port }) => resolveMtls(environment, callee, port.name) === 'DISABLE')
      .map(({ callee, port }) => `${callee.path}.mtls.${port.name}`),
  );
  const disabled = [...plaintext].map((path) => ({
    path,
    value: 'DISABLE',
    problem:
      'callers of this port have no identity, so the policies of the namespace would reject all of them',
    fix: "remove it, so that callers use mTLS; or remove 'authorization' from the namespace",
  }));
  return [...disabled, ...calls.flatMap((call) => findFaults(environment, call))];
};

function findFaults(environment: Plan, { caller, callee, port }: Call): SettingFault[] {
  if (caller.namespaceSettings.revision !== undefined || callee.namespaceSettings.revision === undefined)
    return [];
  const fault = {
    path: `${caller.path}.calls`,
    value: `${callee.application}/${callee.name}`,
    fix: `move '${caller.name}' into a namespace of the mesh`,
  };
  if (resolveMtls(environment, callee, port.name) === 'STRICT')
    return [
      {
        ...fault,
        problem: `'${caller.name}' is outside the mesh, and the port '${port.name}' of '${callee.name}' rejects plaintext`,
        fix: `${fault.fix}, or let the port accept plaintext: mtls: { '${port.name}': 'PERMISSIVE' }`,
      },
    ];
  if (callee.namespaceSettings.authorization === 'off') return [];
  return [
    {
      ...fault,
      problem: `'${caller.name}' is outside the mesh and has no identity that the policies of '${callee.namespace}' could allow`,
    },
  ];
}
