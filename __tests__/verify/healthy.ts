import { renderObjects } from '../../charts/synth';
import { ingressGatewayName } from '../../mesh/gateways';
import type { Plan } from '../../model/plan';
import { buildGatewayPatches, type PartialObject } from '../../model/plan/gateway-patches';
import type { DesiredState } from '../../verify/check';
import type { KubernetesObject } from '../../objects/object';

/** Any part of an object, by its field. */
export type Fields = Record<string, unknown>;

/** An environment, what it renders, and what a healthy cluster of it holds. */
export interface Stage extends DesiredState {
  readonly healthy: readonly KubernetesObject[];
}

/** Sidecars of the add-on by revision. */
const PROXY = (revision: string) =>
  `mcr.microsoft.com/oss/istio/proxyv2:${revision.replace(/^asm-(\d+)-(\d+)$/, '$1.$2')}.2-distroless`;

/** A pod that is ready, as the add-on leaves it: `native` sidecars are init containers, classic ones containers. */
export function pod(
  namespace: string,
  name: string,
  labels: string | Readonly<Record<string, string>>,
  {
    sidecar = 'native',
    proxy = PROXY('asm-1-30'),
  }: { sidecar?: 'native' | 'classic' | 'none'; proxy?: string } = {},
): KubernetesObject {
  const own = typeof labels === 'string' ? { app: labels } : labels;
  const container = { name: own.app!, image: 'example.com/app:1.0.0' };
  const injected = { name: 'istio-proxy', image: proxy };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: own },
    spec: {
      initContainers: sidecar === 'native' ? [{ ...injected, restartPolicy: 'Always' }] : undefined,
      containers: sidecar === 'classic' ? [container, injected] : [container],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** The stage of an environment: what it renders, what AKS runs, and the pods of both. */
export async function stageOf(environment: Plan, gateway = { ip: '20.0.0.1', port: 80 }): Promise<Stage> {
  const rendered: readonly KubernetesObject[] = await renderObjects(environment);
  const { revisions, ingressGateways } = environment.mesh;
  const home = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const aks = revisions.flatMap((revision) =>
    ['a', 'b'].flatMap((suffix) => [
      pod('aks-istio-system', `istiod-${revision}-${suffix}`, 'istiod', { sidecar: 'none' }),
      ...ingressGateways.map((each) => {
        const name = ingressGatewayName(each);
        return pod('aks-istio-ingress', `${name}-${revision}-${suffix}`, name, { sidecar: 'none' });
      }),
    ]),
  );
  const healthy = [
    home('aks-istio-system'),
    home('aks-istio-ingress'),
    ...rendered,
    ...aks,
    ...buildGatewayPatches(environment).map(({ gateway: each, object }) =>
      patched(
        object.kind === 'Service'
          ? service(ingressGatewayName(each), gateway)
          : scalerOf(object.metadata.name),
        object,
      ),
    ),
    ...rendered.flatMap((object) => podsOf(object, rendered, environment)),
  ];
  return { environment, rendered, healthy };
}

/** The pods that Kubernetes makes for a Deployment or a StatefulSet. */
function podsOf(
  { kind, metadata, spec }: KubernetesObject,
  rendered: readonly KubernetesObject[],
  { namespaces }: Plan,
): KubernetesObject[] {
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
  const { replicas, selector } = spec as {
    replicas?: number;
    selector: { matchLabels: Record<string, string> };
  };
  const autoscaler = rendered.find(
    (object) => object.kind === 'HorizontalPodAutoscaler' && object.metadata.name === metadata.name,
  )?.spec as { minReplicas: number } | undefined;
  const namespace = metadata.namespace!;
  const revision = namespaces[namespace]!.revision;
  return Array.from({ length: autoscaler?.minReplicas ?? replicas! }, (_, index) =>
    pod(namespace, `${metadata.name}-${index}`, selector.matchLabels, {
      sidecar: revision === undefined ? 'none' : 'native',
      proxy: PROXY(revision ?? ''),
    }),
  );
}

function service(name: string, { ip, port }: { ip: string; port: number }): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'aks-istio-ingress' },
    spec: { type: 'LoadBalancer', selector: { istio: name }, ports: [{ name: 'http2', port }] },
    status: { loadBalancer: { ingress: [{ ip }] } },
  };
}

function scalerOf(name: string): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'aks-istio-ingress' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 5,
    },
  };
}

function patched(object: KubernetesObject, { metadata: { annotations }, spec }: PartialObject) {
  return {
    ...object,
    metadata: { ...object.metadata, ...(annotations && { annotations }) },
    spec: { ...(object.spec as object), ...spec },
  };
}
