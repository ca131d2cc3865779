import { setTimeout as sleep } from 'node:timers/promises';
import { ApiException } from '@kubernetes/client-node';
import { ClusterError } from './check';

/** Milliseconds after which an answer is no longer waited for. */
export const PATIENCE = 20_000;

/** Milliseconds after which a busy server is asked again. Source: its header Retry-After, which is 1 s. */
const PAUSE = 1000;

/** The answer, or a ClusterError that says what we may not do or why there is none. */
export async function ask<T>(server: string, what: string, question: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([untilNotBusy(question, performance.now() + PATIENCE), patience]);
  } catch (error) {
    const code = codeOf(error);
    if (code === 401)
      throw new ClusterError(`${server} does not know who we are; log in again`, { cause: error });
    if (code === 403)
      throw new ClusterError(`there is no right to ${what}; docs/verify.md has the roles that are enough`, {
        cause: error,
      });
    throw new ClusterError(`${server} can't be asked to ${what}: ${messageOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again for as long as the server says that it is busy, as it does while it prepares the first list of a kind. */
async function untilNotBusy<T>(question: () => Promise<T>, deadline: number): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (codeOf(error) !== 429 || performance.now() > deadline) throw error;
    await sleep(PAUSE);
    return untilNotBusy(question, deadline);
  }
}

function codeOf(error: unknown): number {
  return error instanceof ApiException
    ? error.code
    : Number(/Unexpected server response: (\d+)/.exec(messageOf(error))?.[1]);
}

/** First line of what an error says. */
export function messageOf(error: unknown): string {
  const { message, error: inner } = error as { message?: string; error?: { message?: string } };
  return (message || inner?.message || String(error)).split('\n')[0]!;
}
