import { CONTROL_PLANE_NAMESPACE, INGRESS_NAMESPACE, ingressGatewayName } from '../../mesh/gateways';
import type { Check, Expectation } from '../check';
import { isReady, livePods } from '../pods';

/** AKS runs at least two of each. Source: AKS documentation, istio-scale.md, 2026-03-11. */
const REPLICAS = 2;

/** AKS runs istiod and the ingress gateways of every revision of the environment, and of no other revision. */
export const controlPlane: Check = {
  summary: `at least ${REPLICAS} pods of istiod and of each ingress gateway are ready for every revision, and no other revision runs`,
  example: '1 of 1 pods aks-istio-system/istiod-asm-1-30-* are ready',
  expectations: ({ environment: { mesh } }) => [
    ...mesh.revisions.flatMap((revision) => [
      running(`istiod of ${revision} runs`, CONTROL_PLANE_NAMESPACE, `istiod-${revision}-`),
      ...mesh.ingressGateways.map((gateway) =>
        running(
          `the ${gateway} ingress gateway of ${revision} runs`,
          INGRESS_NAMESPACE,
          `${ingressGatewayName(gateway)}-${revision}-`,
        ),
      ),
    ]),
    {
      name: 'no other revision runs',
      expected: mesh.revisions.join(', '),
      settles: true,
      actual: async (cluster) => {
        const pods = await livePods(cluster, { namespace: CONTROL_PLANE_NAMESPACE });
        const seen = pods.flatMap(({ metadata }) => /^istiod-(asm-\d+-\d+)-/.exec(metadata.name)?.[1] ?? []);
        const others = [...new Set(seen)].filter(
          (revision) => !mesh.revisions.some((each) => each === revision),
        );
        return [...mesh.revisions, ...others].join(', ');
      },
    },
  ],
};

function running(name: string, namespace: string, prefix: string): Expectation {
  const expected = `at least ${REPLICAS} pods are ready`;
  return {
    name,
    expected,
    settles: true,
    actual: async (cluster) => {
      const pods = (await livePods(cluster, { namespace })).filter(({ metadata }) =>
        metadata.name.startsWith(prefix),
      );
      const ready = pods.filter(isReady).length;
      return ready >= REPLICAS
        ? expected
        : `${ready} of ${pods.length} pods ${namespace}/${prefix}* are ready`;
    },
  };
}
