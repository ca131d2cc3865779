import { pod } from '../verify/healthy';
import { placed, type Live } from './live';

/** One change to the living example that a check is to see. */
export interface Broken {
  readonly title: string;
  /** The check that is to see it. */
  readonly check: string;
  /** What the check is to see. */
  readonly actual: string;
  /** Whether the page shows what is printed then. @default false */
  readonly isShown?: boolean;
  readonly breaks: (live: Live) => Promise<void> | void;
  /** What making everything again does not undo. @default nothing */
  readonly mends?: (live: Live) => Promise<void>;
}

const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const gateway = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'aks-istio-ingressgateway-external', namespace: 'aks-istio-ingress' },
};
const bare = pod('shop', 'bare', 'bare', { sidecar: 'none' });
const proxy = 'mcr.microsoft.com/oss/istio/proxyv2:1.24.6-distroless';
const outdated = pod('shop', 'outdated', 'outdated', { proxy });
const inShop = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
});
const web = inShop('apps/v1', 'Deployment', 'web');
const leftover = {
  ...inShop('v1', 'ServiceAccount', 'web-old'),
  metadata: {
    name: 'web-old',
    namespace: 'shop',
    labels: { 'app.kubernetes.io/managed-by': 'aks-istio-cdk' },
  },
};
const meshConfig = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio-shared-configmap-asm-1-30', namespace: 'aks-istio-system' },
};

const hole = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'hole', namespace: 'shop' },
  spec: { mtls: { mode: 'PERMISSIVE' } },
};

/** Every way in which the tests break the example. */
export const BROKEN: readonly Broken[] = [
  {
    title: 'a namespace that another revision injects',
    check: 'namespace',
    actual: 'istio.io/rev=asm-1-29',
    breaks: ({ admin }) => admin.patch(shop, { metadata: { labels: { 'istio.io/rev': 'asm-1-29' } } }),
  },
  {
    title: 'a namespace with the label that makes the add-on skip it',
    check: 'namespace',
    actual: 'istio.io/rev=asm-1-30 istio-injection=enabled',
    breaks: ({ admin }) => admin.patch(shop, { metadata: { labels: { 'istio-injection': 'enabled' } } }),
    mends: ({ admin }) => admin.patch(shop, { metadata: { labels: { 'istio-injection': null } } }),
  },
  {
    title: 'a pod without a sidecar',
    check: 'sidecars',
    actual: 'bare has no sidecar',
    isShown: true,
    breaks: ({ admin }) => admin.apply(placed(bare)),
    mends: ({ admin }) => admin.remove(bare),
  },
  {
    title: 'a pod whose sidecar is of an old revision',
    check: 'sidecars',
    actual: 'outdated has sidecar 1.24',
    breaks: ({ admin }) => admin.apply(placed(outdated)),
    mends: ({ admin }) => admin.remove(outdated),
  },
  {
    title: 'an istiod that is gone',
    check: 'control-plane',
    actual: '1 of 1 pods aks-istio-system/istiod-asm-1-30-* are ready',
    breaks: ({ admin }) => admin.delete(pod('aks-istio-system', 'istiod-asm-1-30-a', 'istiod')),
  },
  {
    title: 'a gateway that is gone',
    check: 'ingress',
    actual: 'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
    breaks: ({ admin }) => admin.delete(gateway),
  },
  {
    title: 'a gateway without an address',
    check: 'ingress',
    actual: 'the gateway has no address yet',
    breaks: ({ admin }) => admin.patch(gateway, { status: { loadBalancer: null } }, '/status'),
  },
  {
    title: 'a gateway whose traffic policy somebody changed',
    check: 'gateways',
    actual:
      'Service aks-istio-ingressgateway-external spec.externalTrafficPolicy is "Cluster" instead of "Local"; run npm run gateways:apply -- example',
    breaks: ({ admin }) => admin.patch(gateway, { spec: { externalTrafficPolicy: 'Cluster' } }),
  },
  {
    title: 'mutual TLS that is no longer strict',
    check: 'drift',
    actual: 'PeerAuthentication shop/shop-mtls spec.mtls.mode is "PERMISSIVE" instead of "STRICT"',
    breaks: ({ admin }) =>
      admin.patch(inShop('security.istio.io/v1', 'PeerAuthentication', 'shop-mtls'), {
        spec: { mtls: { mode: 'PERMISSIVE' } },
      }),
  },
  {
    title: 'a policy that makes a hole into it',
    check: 'mtls',
    actual: 'hole: PERMISSIVE; shop-mtls: STRICT',
    breaks: ({ admin }) => admin.apply(hole),
    mends: ({ admin }) => admin.remove(hole),
  },
  {
    title: 'plaintext that is taken',
    check: 'mtls',
    actual: '200 0 istio-envoy',
    breaks: (live) => live.answer('outside', '200 0 istio-envoy', 0),
  },
  {
    title: 'a client inside the mesh that is not served',
    check: 'mtls',
    actual: '503 0 envoy',
    breaks: (live) => live.answer('inside', '503 0 envoy', 0),
  },
  {
    title: 'a shared MeshConfig that is gone',
    check: 'mesh-config',
    actual: 'no ConfigMap aks-istio-system/istio-shared-configmap-asm-1-30',
    breaks: ({ admin }) => admin.delete(meshConfig),
  },
  {
    title: 'a ServiceAccount that is no longer rendered',
    check: 'stale-objects',
    actual: 'ServiceAccount shop/web-old',
    breaks: ({ admin }) => admin.apply(leftover),
    mends: ({ admin }) => admin.remove(leftover),
  },
  {
    title: 'replicas that were changed by hand',
    check: 'drift',
    actual: 'Deployment shop/web spec.replicas is 3 instead of 1',
    breaks: ({ admin }) => admin.patch(web, { spec: { replicas: 3 } }),
  },
  {
    title: 'an object that is gone',
    check: 'drift',
    actual: 'VirtualService shop/web-route is missing',
    breaks: ({ admin }) => admin.delete(inShop('networking.istio.io/v1', 'VirtualService', 'web-route')),
  },
];
