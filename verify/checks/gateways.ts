import { getValueAt } from '../../model/fault';
import { buildGatewayPatches, setsFields, type GatewayPatch } from '../../model/plan/gateway-patches';
import type { Check, Cluster } from '../check';
import { findDifferences } from '../differences';
import { describeObject } from '../../objects/identity';
import { staleFields, desiredObject } from '../gateway-objects';

/** The objects that AKS creates for each ingress gateway have what the settings say, and nothing that was removed from them. */
export const gateways: Check = {
  summary:
    'the Service and the autoscalers of each ingress gateway have what the settings say, and nothing that was removed from them',
  example:
    'Service aks-istio-ingressgateway-external spec.externalTrafficPolicy is "Cluster" instead of "Local"; run npm run gateways:apply -- example',
  expectations: ({ environment }) => {
    const { ingressGateways } = environment.mesh;
    const about = 'is set up as the environment says';
    if (ingressGateways.length === 0)
      return [{ name: `each ingress gateway ${about}`, skipped: 'the environment has no ingress gateway' }];
    return ingressGateways.map((gateway) => {
      const patches = buildGatewayPatches(environment).filter((patch) => patch.gateway === gateway);
      const count = patches.reduce((sum, { object }) => sum + fieldsIn(object), 0);
      const expected =
        count > 0 ? `all ${count} fields have the values of the settings` : 'no removed settings are left';
      return {
        name: `the ${gateway} ingress gateway ${about}`,
        expected,
        actual: async (cluster) => {
          const seen = await Promise.all(patches.map((patch) => inspectGateway(cluster, patch)));
          const faults = seen.flatMap(({ missing = [], wrong = [] }) => [...missing, ...wrong]);
          const isMended = seen.some(({ wrong = [] }) => wrong.length > 0);
          const mend = isMended ? `; run npm run gateways:apply -- ${environment.name}` : '';
          return faults.length > 0 ? `${faults.join('; ')}${mend}` : expected;
        },
      };
    });
  },
};

/** Number of the fields that a patch sets. */
function fieldsIn({ metadata: { annotations = {} }, spec = {} }: GatewayPatch['object']): number {
  return Object.keys(annotations).length + Object.keys(spec).length;
}

interface GatewayState {
  readonly missing?: readonly string[];
  /** What can be set. */
  readonly wrong?: readonly string[];
}

async function inspectGateway(cluster: Cluster, patch: GatewayPatch): Promise<GatewayState> {
  const { apiVersion, kind, metadata } = patch.object;
  const { namespace, name } = metadata;
  const [live] = await cluster.list({ apiVersion, kind }, { namespace, name });
  if (!live) return setsFields(patch) ? { missing: [`no ${describeObject(patch.object)}`] } : {};
  const wanted = desiredObject(patch, live);
  const left = staleFields(wanted, live).map(
    (path) =>
      `${path.join('.')} is ${JSON.stringify(getValueAt(live, path))}, which is no longer in the settings`,
  );
  return { wrong: [...findDifferences(wanted, live), ...left].map((each) => `${kind} ${name} ${each}`) };
}
