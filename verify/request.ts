import type { Fault } from '../model/fault';
import { ClusterError } from './check';
import type { Clock } from './clock';

/** Timeout of a request, in milliseconds. */
export const REQUEST_TIMEOUT = 20_000;

/** Milliseconds before a busy server is asked again. Source: its header Retry-After, which is 1 s. */
const RETRY_DELAY = 1000;

/** What is requested, and from which server. */
export interface ApiRequest<T> {
  /** URL of the API server. */
  readonly server: string;
  /** Completes "not allowed to ...", such as `list pods in pets`. */
  readonly what: string;
  /** Where to get a missing right. @default the roles of `verify` */
  readonly rights?: string;
  readonly ask: () => Promise<T>;
}

/** The answer to a question. @throws ClusterError that says why there is none */
export async function requestWithTimeout<T>(question: ApiRequest<T>, clock: Clock): Promise<T> {
  let cancel: (() => void) | undefined;
  const timeout = new Promise<never>((_, reject) => {
    cancel = clock.alarm(REQUEST_TIMEOUT, () =>
      reject(new Error(`no answer in ${REQUEST_TIMEOUT / 1000} s`)),
    );
  });
  try {
    return await Promise.race([retryWhileBusy(question.ask, clock, clock.now() + REQUEST_TIMEOUT), timeout]);
  } catch (error) {
    throw new ClusterError(toFault(question, error), { cause: error });
  } finally {
    cancel?.();
  }
}

/** Asks again for as long as the server is busy, as it is while it prepares the first list of a kind. */
async function retryWhileBusy<T>(ask: () => Promise<T>, clock: Clock, deadline: number): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (statusCode(error) !== 429 || clock.now() + RETRY_DELAY >= deadline) throw error;
    await clock.sleep(RETRY_DELAY);
    return retryWhileBusy(ask, clock, deadline);
  }
}

const ROLES = 'get the roles that npm run verify -- ENVIRONMENT --roles prints';

function toFault({ server, what, rights = ROLES }: Omit<ApiRequest<unknown>, 'ask'>, error: unknown): Fault {
  switch (statusCode(error)) {
    case 401:
      return { where: server, problem: 'rejects the credentials of the kubeconfig', fix: 'log in again' };
    case 403:
      return { where: server, problem: `not allowed to ${what}`, fix: rights };
    case 429:
      return { where: server, problem: `too busy to ${what}`, fix: 'try again later' };
    default:
      return {
        where: server,
        problem: `cannot ${what}: ${errorMessage(error)}`,
        fix: 'make sure that the cluster runs, that it can be reached from here, and that it is the right one',
      };
  }
}

/** HTTP status of a rejected request or WebSocket; undefined for any other error. */
export function statusCode(error: unknown): number | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code === 'number') return code;
  const rejected = /Unexpected server response: (\d+)/.exec(errorMessage(error));
  return rejected ? Number(rejected[1]) : undefined;
}

/** First line of an error's message. */
export function errorMessage(error: unknown): string {
  const {
    message,
    error: inner,
    cause,
  } = error as {
    message?: string;
    error?: { message?: string };
    cause?: unknown;
  };
  // Of a call that fetch could not make, the error itself says only that it failed.
  if (error instanceof TypeError && cause !== undefined) return errorMessage(cause);
  return (message || inner?.message || String(error)).split('\n')[0]!;
}
