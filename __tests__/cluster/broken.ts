import { lab, objectOf } from '../support';
import { pod } from '../verify/healthy';
import { placed, type LiveLab } from './live';

/** One change to the living lab that breaks one promise. */
export interface Broken {
  readonly title: string;
  /** The check that is to see it. */
  readonly noun: string;
  /** What the check is to see. */
  readonly actual: string;
  /** Whether the page shows what is printed then. @default false */
  readonly isShown?: boolean;
  readonly breaks: (live: LiveLab) => Promise<void> | void;
  /** What making everything again does not undo. @default nothing */
  readonly mends?: (live: LiveLab) => Promise<void>;
}

const pets = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pets' } };
const gateway = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'aks-istio-ingressgateway-external', namespace: 'aks-istio-ingress' },
};
const old = objectOf(lab, 'Deployment', 'store-admin');
const leftover = { ...old, metadata: { ...old.metadata, name: 'store-admin-old' } };
const bare = pod('pets', 'bare', 'bare', { sidecar: 'none' });
const proxy = 'mcr.microsoft.com/oss/istio/proxyv2:1.24.6-distroless';
const outdated = pod('pets', 'outdated', 'outdated', { proxy });

const hole = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'hole', namespace: 'pets' },
  spec: { mtls: { mode: 'PERMISSIVE' } },
};

/** Every way in which the tests break the lab. */
export const BROKEN: readonly Broken[] = [
  {
    title: 'a namespace that another revision injects',
    noun: 'namespace',
    actual: 'istio.io/rev=asm-1-29',
    breaks: ({ admin }) => admin.patch(pets, { metadata: { labels: { 'istio.io/rev': 'asm-1-29' } } }),
  },
  {
    title: 'a namespace with the label that makes the add-on skip it',
    noun: 'namespace',
    actual: 'istio.io/rev=asm-1-30 istio-injection=enabled',
    breaks: ({ admin }) => admin.patch(pets, { metadata: { labels: { 'istio-injection': 'enabled' } } }),
    mends: ({ admin }) => admin.patch(pets, { metadata: { labels: { 'istio-injection': null } } }),
  },
  {
    title: 'a pod without a sidecar',
    noun: 'sidecars',
    actual: 'bare has no sidecar',
    isShown: true,
    breaks: ({ admin }) => admin.apply(placed(bare)),
    mends: ({ admin }) => admin.remove(bare),
  },
  {
    title: 'a pod whose sidecar is of an old revision',
    noun: 'sidecars',
    actual: 'outdated has sidecar 1.24',
    breaks: ({ admin }) => admin.apply(placed(outdated)),
    mends: ({ admin }) => admin.remove(outdated),
  },
  {
    title: 'an istiod that is gone',
    noun: 'control-plane',
    actual: '1 of 1 pods aks-istio-system/istiod-asm-1-30-* are ready',
    breaks: ({ admin }) => admin.delete(pod('aks-istio-system', 'istiod-asm-1-30-a', 'istiod')),
  },
  {
    title: 'a gateway that is gone',
    noun: 'ingress',
    actual: 'no Service aks-istio-ingress/aks-istio-ingressgateway-external',
    breaks: ({ admin }) => admin.delete(gateway),
  },
  {
    title: 'a gateway without an address',
    noun: 'ingress',
    actual: 'the gateway has no address yet',
    breaks: ({ admin }) => admin.patch(gateway, { status: { loadBalancer: null } }, '/status'),
  },
  {
    title: 'mutual TLS that is no longer strict',
    noun: 'drift',
    actual: 'PeerAuthentication pets/pets-mtls spec.mtls.mode is "PERMISSIVE" instead of "STRICT"',
    breaks: ({ admin }) =>
      admin.patch(objectOf(lab, 'PeerAuthentication', 'pets-mtls'), {
        spec: { mtls: { mode: 'PERMISSIVE' } },
      }),
  },
  {
    title: 'a policy that makes a hole into it',
    noun: 'mtls',
    actual: 'hole: PERMISSIVE; pets-mtls: STRICT',
    breaks: ({ admin }) => admin.apply(hole),
    mends: ({ admin }) => admin.remove(hole),
  },
  {
    title: 'plaintext that is taken',
    noun: 'mtls',
    actual: '200 0 istio-envoy',
    breaks: (live) => live.answer('curl-outside', '200 0 istio-envoy', 0),
  },
  {
    title: 'a client inside the mesh that is not served',
    noun: 'mtls',
    actual: '503 0 envoy',
    breaks: (live) => live.answer('curl-inside', '503 0 envoy', 0),
  },
  {
    title: 'a shared MeshConfig that is gone',
    noun: 'mesh-config',
    actual: 'no ConfigMap aks-istio-system/istio-shared-configmap-asm-1-30',
    breaks: ({ admin }) => admin.delete(objectOf(lab, 'ConfigMap', 'istio-shared-configmap-asm-1-30')),
  },
  {
    title: 'a Deployment that is no longer rendered',
    noun: 'leftovers',
    actual: 'Deployment pets/store-admin-old',
    breaks: ({ admin }) => admin.apply(leftover),
    mends: ({ admin }) => admin.remove(leftover),
  },
  {
    title: 'replicas that were changed by hand',
    noun: 'drift',
    actual: 'Deployment pets/store-front spec.replicas is 3 instead of 1',
    breaks: ({ admin }) => admin.patch(objectOf(lab, 'Deployment', 'store-front'), { spec: { replicas: 3 } }),
  },
  {
    title: 'an object that is gone',
    noun: 'drift',
    actual: 'VirtualService pets/pets-route is missing',
    breaks: ({ admin }) => admin.delete(objectOf(lab, 'VirtualService', 'pets-route')),
  },
];
