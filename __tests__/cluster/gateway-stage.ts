import type { KubernetesObject } from '../../objects/object';
import type { Client } from './client';
import { adminOf } from './control-plane';
import { writeKubeconfig, type Coordinates } from './kubeconfig';
import { AKS_NAMESPACES, runProgram, type Run } from './live';

/** As AKS makes it, with an annotation of its own. */
export const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'aks-istio-ingressgateway-external',
    namespace: 'aks-istio-ingress',
    annotations: { 'meta.helm.sh/release-name': 'asm-igx' },
  },
  spec: {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Cluster',
    selector: { istio: 'aks-istio-ingressgateway-external' },
    ports: [{ name: 'http2', port: 80, targetPort: 8080 }],
  },
};

/** As AKS makes it. */
export const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: {
    name: 'aks-istio-ingressgateway-external-asm-1-30',
    namespace: 'aks-istio-ingress',
  },
  spec: {
    scaleTargetRef: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'aks-istio-ingressgateway-external-asm-1-30',
    },
    minReplicas: 2,
    maxReplicas: 5,
  },
};

type Live<T> = T & KubernetesObject;

/** What AKS makes for the example's ingress gateway, and `npm run gateways:apply` on it. */
export class GatewayStage {
  readonly admin: Client;

  constructor(private readonly coordinates: Coordinates) {
    this.admin = adminOf(coordinates);
  }

  /** A kubeconfig with every right, whose context is called `admin`. */
  get kubeconfig(): string {
    return writeKubeconfig(this.coordinates, 'admin', this.coordinates.tokens.admin);
  }

  async clear(): Promise<void> {
    for (const object of [service, autoscaler]) await this.admin.remove(object);
  }

  /** Makes both objects anew, as AKS does: by no server-side apply. */
  async make(): Promise<void> {
    await this.clear();
    for (const namespace of AKS_NAMESPACES) await this.admin.apply(namespace);
    for (const object of [service, autoscaler]) {
      const path = (await this.admin.pathOf(object)).replace(/\/[^/]+$/, '?fieldManager=helm');
      const { status, body } = await this.admin.ask('POST', path, object);
      if (status !== 201) throw new Error(`${object.kind}: ${status} ${body.message}`);
    }
  }

  /** Runs the command with these settings of gateways; `options` choose the cluster. */
  async apply(
    gateways: object,
    options: readonly string[] = ['--context', 'admin'],
    {
      config = this.kubeconfig,
      variables = {},
    }: { config?: string; variables?: Record<string, string> } = {},
  ): Promise<Run> {
    const args = ['example', '--kubeconfig', config, ...options];
    return runProgram('gateways-under-test.ts', args, { GATEWAYS: JSON.stringify(gateways), ...variables });
  }

  /** What a run printed below its first line, which names the cluster; the run must not have failed. */
  async said(gateways: object, ...options: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.apply(gateways, ['--context', 'admin', ...options]);
    const [first, ...lines] = stdout.split('\n');
    const name = `example on admin (https://127.0.0.1:${this.coordinates.port})`;
    if (status !== 0 || !first!.startsWith(name)) throw new Error(`${status}: ${stdout}${stderr}`);
    return lines.join('\n');
  }

  /** What settings can change of both objects. */
  async state() {
    const live = (await this.admin.get(service)) as Live<typeof service>;
    const scaler = (await this.admin.get(autoscaler)) as Live<typeof autoscaler>;
    return {
      annotations: live.metadata.annotations as Readonly<Record<string, string>>,
      policy: live.spec.externalTrafficPolicy,
      bounds: [scaler.spec.minReplicas, scaler.spec.maxReplicas],
    };
  }

  /** What the server changes with every write of an object. */
  async versions(): Promise<unknown[]> {
    const live = await Promise.all([service, autoscaler].map(async (object) => this.admin.get(object)));
    return live.map((object) => (object!.metadata as { resourceVersion?: string }).resourceVersion);
  }
}
