import { compareRevisions, type Revision } from '../../../mesh/revisions';
import type { SettingRule } from '../../rule';

/** The first revision that supports the Gateway API. Source: AKS documentation, istio-gateway-api.md, 2026-06-16. */
const FIRST_SUPPORTED: Revision = 'asm-1-26';

/** With the Gateway API, every revision on the cluster supports it. */
export const revisionsSupportGatewayApi: SettingRule = ({ mesh: { gatewayApi, revisions } }) =>
  revisions
    .filter((revision) => gatewayApi && compareRevisions(revision, FIRST_SUPPORTED) < 0)
    .map((revision) => ({
      path: 'mesh.gatewayApi',
      value: true,
      problem: `${revision} does not support the Gateway API: ${FIRST_SUPPORTED} is the first revision that does`,
      fix: `upgrade the mesh first (docs/upgrade.md), or remove 'mesh.gatewayApi'`,
    }));
