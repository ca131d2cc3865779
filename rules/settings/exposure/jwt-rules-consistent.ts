import { isDeepStrictEqual } from 'node:util';
import type { Jwt } from '../../../model/schema/exposure';
import type { IngressCall } from '../../../model/plan/call-graph';
import type { SettingRule } from '../../rule';

/**
 * If a workload itself checks tokens, all that exposes one of its ports on one gateway requires the same token: the workload
 * sees the gateway, and not through which exposed port a request came.
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
        problem: `it routes to the port '${port.name}' of '${callee.name}' as '${checked.exposure.name}' does, and '${callee.name}' would require the token of '${checked.exposure.name}' for both`,
        fix: "set the same 'jwt' in both, or check both at the gateway: jwt: { at: 'gateway' }",
      }));
  });
};

/** What the workload checks. */
function tokenAtWorkload({ jwt }: IngressCall['exposure']): Jwt | undefined {
  return jwt?.at === 'gateway' ? undefined : jwt;
}
