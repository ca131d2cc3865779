import { ingressGatewayName } from '../../mesh/gateways';
import type { Settings } from '../../settings';
import type { KubernetesObject, Pod } from '../../verify/check';
import { objectsOf } from '../support';

/** Any part of an object, by its field. */
export type Fields = Record<string, unknown>;

const PROXY = { name: 'istio-proxy', image: 'mcr.microsoft.com/oss/istio/proxyv2:1.30.2-distroless' };

/** A pod that is ready, as the add-on leaves it: `native` sidecars are init containers, classic ones containers. */
export function pod(
  namespace: string,
  name: string,
  app: string,
  {
    sidecar = 'native',
    proxy = PROXY.image,
  }: { sidecar?: 'native' | 'classic' | 'none'; proxy?: string } = {},
): Pod {
  const container = { name: app, image: 'example.com/app:1.0.0' };
  const injected = { ...PROXY, image: proxy };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app } },
    spec: {
      initContainers:
        sidecar === 'native' ? [{ ...injected, restartPolicy: 'Always' } as typeof injected] : undefined,
      containers: sidecar === 'classic' ? [container, injected] : [container],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** What a healthy cluster of an environment holds: what is rendered, what AKS runs, and the pods of both. */
export function healthy(settings: Settings, gateway = { ip: '20.0.0.1', port: 80 }): KubernetesObject[] {
  const rendered = objectsOf(settings) as KubernetesObject[];
  const [revision] = settings.mesh.revisions;
  const home = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const aks = ['a', 'b'].flatMap((suffix) => [
    pod('aks-istio-system', `istiod-${revision}-${suffix}`, 'istiod', { sidecar: 'none' }),
    ...settings.mesh.ingressGateways.map((each) =>
      pod(
        'aks-istio-ingress',
        `${ingressGatewayName(each)}-${revision}-${suffix}`,
        ingressGatewayName(each),
        { sidecar: 'none' },
      ),
    ),
  ]);
  const workloads = rendered.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const pods = workloads.map(({ spec, metadata }) => {
    const { app } = (spec as { selector: { matchLabels: { app: string } } }).selector.matchLabels;
    return pod(metadata.namespace!, `${metadata.name}-0`, app, {
      sidecar: metadata.namespace === 'default' ? 'none' : 'native',
    });
  });
  return [
    home('aks-istio-system'),
    home('aks-istio-ingress'),
    ...rendered,
    ...aks,
    ...settings.mesh.ingressGateways.map((each) => service(ingressGatewayName(each), gateway)),
    ...pods,
  ];
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
