import { valueAt } from '../model/fault';
import { gatewayPatchesOf, setsFields, type GatewayPatch } from '../model/gateway-patches';
import type { Check, Cluster } from './check';
import { differences } from './differences';
import { leftFields, wantedOf } from './gateway-objects';

/** The objects that AKS makes for each ingress gateway have what the settings state, and nothing that left the settings. */
export const gateways: Check = {
  summary:
    'the Service and the autoscalers of each ingress gateway have what the settings state, and nothing that left the settings',
  example:
    'Service aks-istio-ingressgateway-external spec.externalTrafficPolicy is "Cluster" instead of "Local"; run npm run gateways:apply -- example',
  expectations: ({ environment }) => {
    const { ingressGateways } = environment.mesh;
    const about = 'is set as the environment says';
    if (ingressGateways.length === 0)
      return [{ name: `each ingress gateway ${about}`, skipped: 'the environment has no ingress gateway' }];
    return ingressGateways.map((gateway) => {
      const patches = gatewayPatchesOf(environment).filter((patch) => patch.gateway === gateway);
      const count = patches.reduce((sum, { object }) => sum + fieldsIn(object), 0);
      const expected =
        count > 0 ? `all ${count} stated fields have their values` : 'nothing of earlier settings is left';
      return {
        name: `the ${gateway} ingress gateway ${about}`,
        expected,
        actual: async (cluster) => {
          const seen = await Promise.all(patches.map((patch) => seenOf(cluster, patch)));
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

interface Seen {
  readonly missing?: readonly string[];
  /** What can be set. */
  readonly wrong?: readonly string[];
}

async function seenOf(cluster: Cluster, patch: GatewayPatch): Promise<Seen> {
  const { apiVersion, kind, metadata } = patch.object;
  const { namespace, name } = metadata;
  const [live] = await cluster.list({ apiVersion, kind }, { namespace, name });
  if (!live) return setsFields(patch) ? { missing: [`no ${kind} ${namespace}/${name}`] } : {};
  const wanted = wantedOf(patch, live);
  const left = leftFields(wanted, live).map(
    (path) => `${path.join('.')} is ${JSON.stringify(valueAt(live, path))}, which left the settings`,
  );
  return { wrong: [...differences(wanted, live), ...left].map((each) => `${kind} ${name} ${each}`) };
}
