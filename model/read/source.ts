import { readFileSync } from 'node:fs';

/** Timeout for a file, in milliseconds. */
const TIMEOUT = 60_000;

/** Whether a source is a URL, and no path. */
export const isUrl = (source: string): boolean => /^https?:/.test(source);

/**
 * The text of a file or a URL.
 *
 * @throws Error with the reason why it cannot be read
 */
export async function readSource(source: string): Promise<string> {
  if (!isUrl(source)) return readFileSync(source, 'utf8');
  const response = await fetch(source, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
  return response.text();
}
