import { isDeepStrictEqual } from 'node:util';
import type { Jwt } from '../../../model/schema/exposure';
import type { IngressCall } from '../../../model/plan/call-graph';
import type { SettingRule } from '../../rule';

/**
 * Where a workload itself checks tokens, all ways in through one gateway to one of its ports ask for the same: it sees the gateway, and
 * not by which exposed port a request came.
 */
export const jwtRulesConsistent: SettingRule = (environment) => {
  const ways = Map.groupBy(
    environment.graph.entries,
    ({ callee, port, exposure }) => `${callee.path} ${port.targetPort} ${exposure.gateway}`,
  );
  return [...ways.values()].flatMap((entries) => {
    const checked = entries.find(({ exposure }) => tokenAtWorkload(exposure) !== undefined);
    if (!checked) return [];
    return entries
      .filter(
        ({ exposure }) => !isDeepStrictEqual(tokenAtWorkload(exposure), tokenAtWorkload(checked.exposure)),
      )
      .map(({ exposure, callee, port }) => ({
        path: `${exposure.path}.jwt`,
        value: exposure.jwt,
        problem: `it leads to the port '${port.name}' of '${callee.name}' as '${checked.exposure.name}' does, and '${callee.name}' would ask both for the token of '${checked.exposure.name}'`,
        fix: "state the same 'jwt' in both, or have both checked at the gateway, by their hosts: 'at'",
      }));
  });
};

/** What the workload checks. */
function tokenAtWorkload({ jwt }: IngressCall['exposure']): Jwt | undefined {
  return jwt?.at === 'gateway' ? undefined : jwt;
}
