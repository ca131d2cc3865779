/** CPU requests in millicores; AKS does not allow changing those of istiod. Sources: Azure/AKS issues 4362 and 5838. */
const ISTIOD = 2 * 500;
const INGRESS_GATEWAY = 2 * 100;

/** CPU that a sidecar requests where its pod does not say, in millicores. Source: Azure/AKS issue 4362. */
export const SIDECAR_CPU = 100;

/** CPU that the kubelet keeps for itself, in millicores by vCPU. Source: AKS documentation, node-resource-reservations.md. */
const KUBE_RESERVED: readonly (readonly [vcpu: number, millicores: number])[] = [
  [8, 180],
  [4, 140],
  [0, 100],
];

/** What of the mesh asks for CPU. */
export interface MeshLoad {
  /** Revisions on the cluster: each has a control plane and a Deployment for every ingress gateway. */
  readonly revisions: number;
  readonly ingressGateways: number;
  /** Gateways of the Gateway API; of each there is one Deployment, whatever the revisions. @default none */
  readonly gateways?: number;
  readonly sidecars: number;
}

/** CPU that the mesh requests, in millicores, before the add-ons and daemons of AKS itself. */
export function requestedCpu({ revisions, ingressGateways, gateways = 0, sidecars }: MeshLoad): number {
  const ofRevisions = revisions * (ISTIOD + ingressGateways * INGRESS_GATEWAY);
  return ofRevisions + gateways * INGRESS_GATEWAY + sidecars * SIDECAR_CPU;
}

/**
 * vCPU of a VM size, read off its name: `Standard_D8s_v5` has 8, `Standard_E32-8s_v5` 8 of 32; undefined where the name
 * does not say, as before version 3.
 *
 * Source: Azure documentation, VM sizes naming conventions.
 */
export function parseVcpus(vmSize: string): number | undefined {
  const match = /^Standard_[A-Z]+(\d+)(?:-(\d+))?[a-z]*_v(?:[3-9]|\d\d)$/.exec(vmSize);
  return match ? Number(match[2] ?? match[1]) : undefined;
}

/** CPU of one node that pods can request, in millicores. */
export function allocatableCpu(vcpu: number): number {
  const [, reserved] = KUBE_RESERVED.find(([from]) => vcpu >= from) ?? [0, 100];
  return vcpu * 1000 - reserved;
}
