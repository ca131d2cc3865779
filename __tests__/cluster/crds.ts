import { setTimeout as sleep } from 'node:timers/promises';
import { UPSTREAM, readCrds } from '../../commands/crds';
import type { Client } from './client';

type Crd = Awaited<ReturnType<typeof readCrds>>[number];

/** Istio's CRDs, from the file or URL in ISTIO_CRDS, else from Istio; or why they can't be had, as a sentence. */
export async function findCrds({ ISTIO_CRDS }: NodeJS.ProcessEnv): Promise<readonly Crd[] | string> {
  const source = ISTIO_CRDS || UPSTREAM;
  try {
    const crds = await readCrds(source);
    if (crds.length > 0) return crds;
    throw new Error('it has none');
  } catch (error) {
    return `No Istio CRDs in ${source}: ${(error as Error).message}; name a file or URL in ISTIO_CRDS.`;
  }
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
