import { KubeConfig } from '@kubernetes/client-node';
import type { Fault } from '../model/fault';
import { errorMessage } from './request';
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
    throw unusable(kubeconfig, {
      problem: `has no context '${context}'`,
      fix:
        names.length > 0
          ? `choose one of ${names.join(', ')}`
          : 'it has no contexts: pass another file with --kubeconfig',
    });
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  // The library invents a context of this name if there is no kubeconfig at all.
  if (server === undefined || config.getCurrentContext() === 'loaded-context')
    throw context === undefined
      ? unusable(kubeconfig, {
          problem: 'has no current context, or there is no kubeconfig',
          fix: 'run the command of the output get_credentials, or pass --kubeconfig or --context',
        })
      : unusable(kubeconfig, {
          problem: `has no cluster for the context '${context}'`,
          fix: 'choose another one with --context',
        });
  return { config, server };
}

function load(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
    return config;
  } catch (error) {
    // No more than a first line: what a YAML parser adds is an excerpt, and a kubeconfig holds secrets.
    const why = error instanceof TypeError ? '' : `: ${errorMessage(error)}`;
    throw unusable(
      kubeconfig,
      isSystemError(error)
        ? { problem: `cannot be read${why}`, fix: 'pass another file with --kubeconfig' }
        : {
            problem: `is not a valid kubeconfig${why}`,
            fix: 'fix the file, or pass another one with --kubeconfig',
          },
      error,
    );
  }
}

function unusable(
  kubeconfig: string | undefined,
  fault: Omit<Fault, 'where'>,
  cause?: unknown,
): ClusterError {
  const where = `kubeconfig ${kubeconfig ?? 'of KUBECONFIG or ~/.kube/config'}`;
  return new ClusterError({ where, ...fault }, { cause });
}

/** Whether the file could not be read at all. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
