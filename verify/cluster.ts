import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { ApiException, Exec, KubeConfig, KubernetesObjectApi, VersionApi } from '@kubernetes/client-node';
import { PATIENCE, ask, messageOf } from './ask';
import {
  ClusterError,
  isReady,
  livePods,
  type Cluster,
  type Kind,
  type KubernetesObject,
  type Where,
} from './check';

export interface ConnectOptions {
  /** File to read instead of the usual ones. @default KUBECONFIG, or `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default the current context */
  readonly context?: string;
}

/** The cluster of a kubeconfig, and its name for a person. @throws ClusterError if there is no such file or context */
export function connect({ kubeconfig, context }: ConnectOptions): { cluster: Cluster; name: string } {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    // Its first line only: what a YAML parser adds is an excerpt, and a kubeconfig holds secrets.
    throw new ClusterError(
      `the kubeconfig can't be read, or is none: ${error instanceof TypeError ? 'it has not the form of one' : messageOf(error)}`,
      { cause: error },
    );
  }
  const names = config.getContexts().map(({ name }) => name);
  if (context !== undefined && !names.includes(context))
    throw new ClusterError(
      `the kubeconfig has no context '${context}'; it has ${names.join(', ') || 'none'}`,
    );
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  // The library makes a context of this name up if there is no kubeconfig at all.
  if (server === undefined || config.getCurrentContext() === 'loaded-context')
    throw new ClusterError(
      context === undefined
        ? 'no kubeconfig names a current cluster; run the command of the output get_credentials, or give --kubeconfig or --context'
        : `the context '${context}' is of a cluster that the kubeconfig does not have`,
    );
  return { cluster: new LiveCluster(config, server), name: `${config.getCurrentContext()} (${server})` };
}

class LiveCluster implements Cluster {
  private readonly objects: KubernetesObjectApi;

  constructor(
    private readonly config: KubeConfig,
    private readonly server: string,
  ) {
    this.objects = KubernetesObjectApi.makeApiClient(config);
  }

  async version(): Promise<string> {
    const { major, minor } = await this.ask('read the version', async () => {
      const answer = await this.config.makeApiClient(VersionApi).getCode();
      if (/^\d+$/.test(answer?.major) && /^\d+/.test(answer.minor)) return answer;
      throw new Error('what answers there is no Kubernetes');
    });
    return `${major}.${minor.replace(/\D.*$/, '')}`;
  }

  async list(
    { apiVersion, kind }: Kind,
    { namespace, name, labels }: Where = {},
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
    const { items } = await this.ask(`list ${kind}${where}`, answer);
    // The items of a list do not say what they are, but for those of CRDs.
    return items.map((item) => ({ ...(item as unknown as KubernetesObject), apiVersion, kind }));
  }

  async exec(deployment: string, namespace: string, command: readonly string[]): Promise<string> {
    const [found] = await this.list(
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { namespace, name: deployment },
    );
    if (!found) return `no Deployment ${namespace}/${deployment}`;
    const { selector, template } = found.spec as {
      selector: { matchLabels?: Record<string, string> };
      template: { spec: { containers: { name: string }[] } };
    };
    const labels = Object.entries(selector.matchLabels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const pods = await livePods(this, { namespace, labels });
    const pod = pods.find(isReady);
    if (!pod) return `no pod of ${namespace}/${deployment} is ready`;
    const container = template.spec.containers[0]!.name;
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
    const socket = await new Exec(this.config).exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      stderr,
      null,
      false,
    );
    await new Promise((resolve) => {
      socket.on('close', resolve);
    });
    stdout.end();
    stderr.end();
    const [out, err] = await printed;
    return out.trim() || err.trim();
  }

  async get(
    address: string,
    port: number,
    host?: string,
  ): Promise<{ status: number; body: string } | string> {
    return new Promise((resolve) => {
      const call = request(
        {
          host: address,
          port,
          headers: host === undefined ? {} : { host },
          signal: AbortSignal.timeout(PATIENCE / 2),
        },
        (response) => {
          text(response).then(
            (body) => resolve({ status: response.statusCode ?? 0, body }),
            (error: Error) => resolve(error.message),
          );
        },
      );
      call.on('error', (error) => resolve(error.name === 'AbortError' ? 'no answer in time' : error.message));
      call.end();
    });
  }

  private async ask<T>(what: string, question: () => Promise<T>): Promise<T> {
    return ask(this.server, what, question);
  }
}

function isUnknownKind(error: unknown): boolean {
  return (
    (error instanceof ApiException && error.code === 404) ||
    /Unrecognized API version and kind/.test(messageOf(error))
  );
}
