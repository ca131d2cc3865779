import { setTimeout as sleep } from 'node:timers/promises';
import { GATEWAY_API_UPSTREAM, ISTIO_UPSTREAM, readCrds } from '../../commands/crds';
import type { Client } from './client';

type Crd = Awaited<ReturnType<typeof readCrds>>[number];

/**
 * The CRDs of Istio and of the Gateway API, from the files or URLs in ISTIO_CRDS and GATEWAY_API_CRDS, else from where they are
 * published; or why they cannot be had, as a sentence.
 */
export async function findCrds({
  ISTIO_CRDS,
  GATEWAY_API_CRDS,
}: NodeJS.ProcessEnv): Promise<readonly Crd[] | string> {
  const found = [];
  for (const [of, variable, source] of [
    ['Istio', 'ISTIO_CRDS', ISTIO_CRDS || ISTIO_UPSTREAM],
    ['Gateway API', 'GATEWAY_API_CRDS', GATEWAY_API_CRDS || GATEWAY_API_UPSTREAM],
  ] as const) {
    try {
      const crds = await readCrds(source);
      if (crds.length === 0) throw new Error('it has none');
      found.push(...crds);
    } catch (error) {
      return `No ${of} CRDs in ${source}: ${(error as Error).message}; name a file or URL in ${variable}.`;
    }
  }
  return found;
}

/** Installs CRDs, and waits until the server takes objects of them. */
export async function installCrds(client: Client, crds: readonly Crd[]): Promise<void> {
  for (const crd of crds) await client.apply(crd);
  for (const crd of crds) while (!(await isEstablished(client, crd))) await sleep(100);
}

async function isEstablished(client: Client, crd: Crd): Promise<boolean> {
  const { conditions } = ((await client.get(crd))?.status ?? {}) as {
    conditions?: { type: string; status: string }[];
  };
  return conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') ?? false;
}
