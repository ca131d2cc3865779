import { getMeshState } from '../../model/plan/mesh-state';
import type { Check } from '../check';

/** The labels that decide whether pods get a sidecar, and of which revision. */
export const namespace: Check = {
  summary: 'namespaces have the label of their revision, and not the label that makes the add-on skip them',
  example: 'istio.io/rev=asm-1-30 istio-injection=enabled',
  expectations: ({ environment }) =>
    Object.entries(getMeshState(environment).namespaces).map(([name, revision]) => ({
      name: `namespace ${name} is injected by ${revision}`,
      expected: `istio.io/rev=${revision}`,
      actual: async (cluster) => {
        const [found] = await cluster.list({ apiVersion: 'v1', kind: 'Namespace' }, { name });
        if (!found) return 'no such namespace';
        if (found.metadata.deletionTimestamp !== undefined) return 'it is being deleted';
        const labels = found.metadata.labels ?? {};
        // The add-on skips a namespace with istio-injection, whatever else it carries.
        const seen = ['istio.io/rev', 'istio-injection'].filter((label) => label in labels);
        return seen.map((label) => `${label}=${labels[label]}`).join(' ') || 'no Istio label';
      },
    })),
};
