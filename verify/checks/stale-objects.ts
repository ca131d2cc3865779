import { CONTROL_PLANE_NAMESPACE } from '../../mesh/gateways';
import { type Check } from '../check';
import { searchedKinds } from '../kinds';
import { describeObject, objectId } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';

const LABEL = 'app.kubernetes.io/managed-by';

/** Labels and annotations by which AKS and Helm mark what is theirs. Sources: AKS and Helm documentation. */
const OTHER_MANAGERS = [
  'kubernetes.azure.com/managedby',
  'addonmanager.kubernetes.io/mode',
  'meta.helm.sh/release-name',
];

/** Objects with the label of this project that are no longer rendered: `kubectl apply` does not delete them. */
export const staleObjects: Check = {
  summary: 'no object has the label of this project but is no longer rendered',
  example: 'Deployment shop/web-old',
  expectations: ({ rendered }) => {
    const known = new Set(rendered.map(objectId));
    // Objects of a Helm chart may name their own manager; the configuration of the mesh names ours.
    const manager = rendered.find(({ metadata }) => metadata.namespace === CONTROL_PLANE_NAMESPACE)?.metadata
      .labels?.[LABEL];
    return [
      {
        name: 'no stale objects',
        expected: 'none',
        actual: async (cluster) => {
          const found = await Promise.all(
            searchedKinds(rendered).map((kind) => cluster.list(kind, { labels: `${LABEL}=${manager}` })),
          );
          const stale = found
            .flat()
            .filter((object) => !known.has(objectId(object)) && isManagedHere(object));
          return stale.map(describeObject).join(', ') || 'none';
        },
      },
    ];
  },
};

/** What another object owns goes with it, and what AKS or Helm installs is theirs, whatever labels it has. */
function isManagedHere({
  metadata: { labels, annotations, ownerReferences = [] },
}: KubernetesObject): boolean {
  return (
    ownerReferences.length === 0 && !OTHER_MANAGERS.some((name) => labels?.[name] ?? annotations?.[name])
  );
}
