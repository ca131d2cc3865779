import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import {
  Exec,
  KubernetesObjectApi,
  VersionApi,
  type KubeConfig,
  type V1Status,
} from '@kubernetes/client-node';
import { requestWithTimeout, statusCode, errorMessage } from './request';
import type { HttpResponse, Certificate, Cluster, HttpRequest, Handshake, ListOptions } from './check';
import { isKind, type Kind } from '../objects/identity';
import type { Clock } from './clock';
import { resourceName } from './kinds';
import { readKubeconfig, type Choice } from './kubeconfig';
import { fetchCertificate, httpGet } from './probe';
import { isReady, livePods } from './pods';
import type { KubernetesObject } from '../objects/object';
import { listContainers } from '../objects/pod-template';
import { getSelectorLabels } from '../objects/selectors';

export interface ConnectOptions extends Choice {
  readonly clock: Clock;
}

/** The cluster of a kubeconfig, and its name for a person. @throws ClusterError if the kubeconfig names none */
export function connect({ clock, ...choice }: ConnectOptions): { cluster: Cluster; name: string } {
  const { config, server } = readKubeconfig(choice);
  const cluster = new LiveCluster(config, server, clock);
  return { cluster, name: `${config.getCurrentContext()} (${server})` };
}

class LiveCluster implements Cluster {
  private readonly objects: KubernetesObjectApi;

  constructor(
    private readonly config: KubeConfig,
    private readonly server: string,
    private readonly clock: Clock,
  ) {
    this.objects = KubernetesObjectApi.makeApiClient(config);
  }

  async version(): Promise<string> {
    const { major, minor } = await this.ask('read the version', async () => {
      const answer = await this.config.makeApiClient(VersionApi).getCode();
      if (/^\d+$/.test(answer?.major) && /^\d+/.test(answer.minor)) return answer;
      throw new Error('the answer is not that of a Kubernetes API server');
    });
    return `${major}.${minor.replace(/\D.*$/, '')}`;
  }

  async list(
    { apiVersion, kind }: Kind,
    { namespace, name, labels }: ListOptions = {},
  ): Promise<KubernetesObject[]> {
    const field = name === undefined ? undefined : `metadata.name=${name}`;
    const where = namespace === undefined ? '' : ` in ${namespace}`;
    const answer = async () =>
      this.objects
        .list(apiVersion, kind, namespace, undefined, undefined, undefined, field, labels)
        .catch((error: unknown) => {
          // An API group or a kind that is not installed: there are no objects of it.
          if (isUnknownKind(error)) return { items: [] };
          throw error;
        });
    const { items } = await this.ask(`list ${resourceName({ kind })}${where}`, answer);
    // The items of a list do not say what they are, but for those of CRDs.
    return items.map((item) => asWritten({ ...(item as unknown as KubernetesObject), apiVersion, kind }));
  }

  async exec(deployment: string, namespace: string, command: readonly string[]): Promise<string> {
    const [found] = await this.list(
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { namespace, name: deployment },
    );
    if (!found) return `no Deployment ${namespace}/${deployment}`;
    const labels = Object.entries(getSelectorLabels(found))
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const pods = await livePods(this, { namespace, labels });
    const pod = pods.find(isReady);
    if (!pod) return `no pod of Deployment ${namespace}/${deployment} is ready`;
    const container = listContainers(found)[0]!.name;
    return this.ask(`exec in ${namespace}/${pod.metadata.name}`, async () =>
      this.print(namespace, pod.metadata.name, container, command),
    );
  }

  private async print(
    namespace: string,
    pod: string,
    container: string,
    command: readonly string[],
  ): Promise<string> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const printed = Promise.all([text(stdout), text(stderr)]);
    let status: V1Status | undefined;
    const socket = await new Exec(this.config).exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      stderr,
      null,
      false,
      (last) => {
        status = last;
      },
    );
    await new Promise((resolve) => {
      socket.on('close', resolve);
    });
    stdout.end();
    stderr.end();
    const [out, err] = await printed;
    // A command that ends with an error is a result too; one that did not run prints nothing.
    const { message } = status ?? { message: 'the connection was closed' };
    return (
      out.trim() ||
      err.trim() ||
      `no result from ${command[0]} in ${namespace}/${pod}: ${message ?? 'it printed nothing'}`
    );
  }

  async httpGet(question: HttpRequest): Promise<HttpResponse | string> {
    return httpGet(question, this.clock);
  }

  async certificate(asked: Handshake): Promise<Certificate | string> {
    return fetchCertificate(asked, this.clock);
  }

  private async ask<T>(what: string, ask: () => Promise<T>): Promise<T> {
    return requestWithTimeout({ server: this.server, what, ask }, this.clock);
  }
}

function isUnknownKind(error: unknown): boolean {
  return statusCode(error) === 404 || /Unrecognized API version and kind/.test(errorMessage(error));
}

/** The client renames fields whose name is a keyword of JavaScript: among what is rendered, only `from`. */
function asWritten(object: KubernetesObject): KubernetesObject {
  if (!isKind(object, 'NetworkPolicy.networking.k8s.io')) return object;
  const { ingress, ...spec } = object.spec as { readonly ingress?: readonly { readonly _from?: unknown }[] };
  const renamed = ingress?.map(({ _from: from, ...rule }) => ({
    ...rule,
    ...(from !== undefined && { from }),
  }));
  return { ...object, spec: { ...spec, ...(renamed && { ingress: renamed }) } };
}
