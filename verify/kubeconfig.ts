import { KubeConfig } from '@kubernetes/client-node';
import { messageOf } from './ask';
import { ClusterError } from './check';

/** Which cluster of which kubeconfig. */
export interface Choice {
  /** File to read instead of the usual ones. @default KUBECONFIG, or `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default the current context */
  readonly context?: string;
}

/** The kubeconfig with the chosen context as its current one. @throws ClusterError if it names no cluster */
export function readKubeconfig({ kubeconfig, context }: Choice): { config: KubeConfig; server: string } {
  const config = load(kubeconfig);
  const names = config.getContexts().map(({ name }) => name);
  if (context !== undefined && !names.includes(context))
    throw new ClusterError(
      `the kubeconfig has no context '${context}'; it has ${names.join(', ') || 'no contexts'}`,
    );
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  // The library makes a context of this name up if there is no kubeconfig at all.
  if (server === undefined || config.getCurrentContext() === 'loaded-context')
    throw new ClusterError(
      context === undefined
        ? 'no kubeconfig with a current context was found; run the command of the output get_credentials, or pass --kubeconfig or --context'
        : `the kubeconfig has no cluster for the context '${context}'; choose another context`,
    );
  return { config, server };
}

function load(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
    return config;
  } catch (error) {
    const which = kubeconfig ?? 'the file of KUBECONFIG or ~/.kube/config';
    // No more than a first line: what a YAML parser adds is an excerpt, and a kubeconfig holds secrets.
    throw new ClusterError(
      isSystemError(error)
        ? `cannot read the kubeconfig: ${messageOf(error)}; pass another one with --kubeconfig`
        : `${which} is not a valid kubeconfig${error instanceof TypeError ? '' : `: ${messageOf(error)}`}`,
      { cause: error },
    );
  }
}

/** Whether the file could not be read at all. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
