import { isRead, nameOf, type Checks, type Kind } from './check';

/** Kinds that charts may render; old objects of them are found even if none is rendered any more. */
const KINDS: readonly Kind[] = [
  ...kinds('v1', 'Namespace', 'ConfigMap', 'Service'),
  ...kinds('apps/v1', 'Deployment', 'StatefulSet'),
  ...kinds(
    'networking.istio.io/v1',
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'Sidecar',
    'VirtualService',
  ),
  ...kinds('security.istio.io/v1', 'AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'),
  ...kinds('telemetry.istio.io/v1', 'Telemetry'),
];

/** Objects with the label of this project that are no longer rendered: `kubectl apply` does not delete them. */
export const leftovers: Checks = ({ rendered }) => {
  const names = new Set(rendered.map((object) => `${object.kind} ${nameOf(object)}`));
  const label = 'app.kubernetes.io/managed-by';
  const manager = rendered[0]?.metadata.labels?.[label];
  const isListed = ({ kind }: Kind) => KINDS.some((each) => each.kind === kind);
  const others = rendered.filter(
    (object, index) =>
      isRead(object) && !isListed(object) && index === rendered.findIndex(({ kind }) => kind === object.kind),
  );
  return [
    {
      name: 'no stale objects',
      expected: 'none',
      actual: async (cluster) => {
        const found = await Promise.all(
          [...KINDS, ...others].map(async (kind) =>
            (await cluster.list(kind, { labels: `${label}=${manager}` })).map(
              (object) => `${kind.kind} ${nameOf(object)}`,
            ),
          ),
        );
        return (
          found
            .flat()
            .filter((name) => !names.has(name))
            .join(', ') || 'none'
        );
      },
    },
  ];
};

function kinds(apiVersion: string, ...names: readonly string[]): Kind[] {
  return names.map((kind) => ({ apiVersion, kind }));
}
