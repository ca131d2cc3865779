import { getPodTemplate } from '../../objects/pod-template';
import type { Manifest } from '../support';
import { isAllowed, type Attempt } from './evaluator';

/** Who calls: a rendered pod, a gateway that AKS runs, or somebody without an identity. */
export interface Caller {
  readonly name: string;
  readonly from: Attempt['from'];
}

const gateway = (kind: string): Caller => ({
  name: `${kind} gateway`,
  from: { namespace: 'aks-istio-ingress', serviceAccount: `aks-istio-ingressgateway-${kind}` },
});

/** Callers that are not rendered. */
export const STRANGERS: readonly Caller[] = [
  gateway('external'),
  gateway('internal'),
  { name: 'plaintext', from: undefined },
  { name: 'default account', from: { namespace: 'default', serviceAccount: 'default' } },
];

/** Port of a container that nothing declares. */
const UNDECLARED = { containerPort: 9999, name: 'http-undeclared' };

/** The pods that rendered objects make, as policies see them. */
export function podsIn(objects: readonly Manifest[]) {
  const meshed = objects
    .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/rev'])
    .map(({ metadata }) => metadata.name);
  return objects.flatMap((object) => {
    const template = getPodTemplate(object);
    const { name, namespace = '' } = object.metadata;
    if (!template) return [];
    const isInMesh = meshed.includes(namespace);
    const account = template.spec?.serviceAccountName ?? 'default';
    const containers = template.spec?.containers ?? [];
    return [
      {
        name: `${namespace}/${name}`,
        isInMesh,
        // Without a sidecar it sends plaintext.
        from: isInMesh ? { namespace, serviceAccount: account } : undefined,
        to: { namespace, labels: template.metadata?.labels ?? {} },
        ports: [...containers.flatMap(({ ports = [] }) => ports), UNDECLARED],
      },
    ];
  });
}

/** What is tried on each port that carries HTTP. */
export interface Requests {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
}

/**
 * All that the policies among rendered objects let pass, of every call that anyone can make to any other pod of the mesh, in
 * words: `CALLER -> CALLEE:PORT METHOD PATH`, or without method and path where the port carries TCP.
 */
export function allowedCalls(objects: readonly Manifest[], { methods, paths }: Requests): string[] {
  const pods = podsIn(objects);
  const requests = methods.flatMap((method) => paths.map((path) => ({ method, path })));
  return pods
    .filter(({ isInMesh }) => isInMesh)
    .flatMap(({ name: callee, to, ports }) =>
      [...pods, ...STRANGERS]
        .filter(({ name }) => name !== callee)
        .flatMap(({ name: caller, from }) =>
          ports.flatMap(({ containerPort: port, name = '' }) =>
            (name.startsWith('tcp') ? [undefined] : requests)
              .filter((request) => isAllowed(objects, { to, from, port, request }))
              .map((request) => describeAttempt(caller, `${callee}:${port}`, request)),
          ),
        ),
    );
}

/** One call in words. */
export function describeAttempt(
  caller: string,
  callee: string,
  request?: { method: string; path: string },
): string {
  return `${caller} -> ${callee}${request ? ` ${request.method} ${request.path}` : ''}`;
}

/** A row of a table of calls: who calls which port of whom, and of HTTP by which methods and paths. */
export type Row = readonly [
  caller: string,
  callee: string,
  request?: { readonly methods?: readonly string[]; readonly path?: RegExp },
];

/** The calls that a table stands for, in words. */
export function callsOf(table: readonly Row[], { methods, paths }: Requests): string[] {
  return table.flatMap(([caller, callee, request]) =>
    request
      ? (request.methods ?? methods).flatMap((method) =>
          paths
            .filter((path) => request.path?.test(path) ?? true)
            .map((path) => describeAttempt(caller, callee, { method, path })),
        )
      : describeAttempt(caller, callee),
  );
}
