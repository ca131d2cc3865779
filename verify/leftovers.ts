import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { nameOf, type Check, type KubernetesObject } from './check';
import { idOf, searchedKinds } from './kinds';

const LABEL = 'app.kubernetes.io/managed-by';

/** Labels and annotations by which AKS and Helm mark what is theirs. Sources: AKS and Helm documentation. */
const THEIRS = [
  'kubernetes.azure.com/managedby',
  'addonmanager.kubernetes.io/mode',
  'meta.helm.sh/release-name',
];

/** Objects with the label of this project that are no longer rendered: `kubectl apply` does not delete them. */
export const leftovers: Check = {
  summary: 'no object has the label of this project but is no longer rendered',
  example: 'Deployment shop/web-old',
  expectations: ({ rendered }) => {
    const known = new Set(rendered.map(inFull));
    // What a Helm chart brings may bear the name of its own manager; the configuration of the mesh bears ours.
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
          const stale = found.flat().filter((object) => !known.has(inFull(object)) && isOurs(object));
          return stale.map((object) => `${object.kind} ${nameOf(object)}`).join(', ') || 'none';
        },
      },
    ];
  },
};

/** What another object owns goes with it, and what AKS or Helm installs is theirs, whatever labels it has. */
function isOurs({ metadata: { labels, annotations, ownerReferences = [] } }: KubernetesObject): boolean {
  return ownerReferences.length === 0 && !THEIRS.some((name) => labels?.[name] ?? annotations?.[name]);
}

function inFull(object: KubernetesObject): string {
  return `${idOf(object)} ${nameOf(object)}`;
}
