import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../objects/object';
import { isReady } from '../../verify/pods';
import type { Result } from '../../verify/run';
import type { Plan } from '../../model/plan';
import { ROOT } from '../support';
import { example } from '../verify/fixtures';
import { stageOf } from '../verify/healthy';
import type { Client } from './client';
import { adminOf } from './control-plane';
import type { Coordinates } from './kubeconfig';
import { NODE, answerOf, type CurlClient } from './kwok';

/** Namespaces that AKS makes, and objects of ours go to. */
export const AKS_NAMESPACES = ['aks-istio-system', 'aks-istio-ingress'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

/** What curl prints and its exit code, where all is as expected. */
const ANSWERS: Readonly<Record<CurlClient, readonly [printed: string, code: number]>> = {
  outside: ['000 56', 56],
  inside: ['200 0 envoy', 0],
};

/** What a run of a program gave. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment, alive: what AKS and `kubectl apply` would make, with pods that run nothing and a page at the gateway. */
export class Live {
  readonly admin: Client;
  private readonly front: Server;

  constructor(
    private readonly coordinates: Coordinates,
    private readonly environment: Plan = example,
  ) {
    this.admin = adminOf(coordinates);
    this.front = createServer(({ headers }, response) => {
      if (headers.host === 'shop.example.com') response.end('<title>Welcome to the shop</title>');
      else response.writeHead(404).end();
    });
  }

  /** Makes everything, or makes again what a test has broken. */
  async mend(): Promise<void> {
    const port = await portOf(this.front);
    const { healthy: objects } = await stageOf(this.environment, { ip: '127.0.0.1', port });
    // Namespaces first; among the others the order is what another test is about.
    const isHome = ({ kind }: KubernetesObject) => kind === 'Namespace';
    await Promise.all(objects.filter(isHome).map(async (object) => this.admin.apply(object)));
    await Promise.all(objects.filter((object) => !isHome(object)).map(async (object) => this.make(object)));
    for (const [client, answer] of Object.entries(ANSWERS)) this.answer(client as CurlClient, ...answer);
  }

  private async make({ status, ...object }: KubernetesObject): Promise<void> {
    await this.admin.apply(object.kind === 'Pod' ? placed(object) : object);
    if (object.kind === 'Pod') await this.ready(object);
    if (object.kind === 'Service' && status !== undefined)
      await this.admin.patch(object, { status }, '/status');
  }

  /** Waits until Kubernetes would send a pod traffic. */
  async ready(pod: KubernetesObject): Promise<void> {
    for (let tries = 0; !isReady((await this.admin.get(pod))!); tries += 1) {
      if (tries > 100) throw new Error(`pod ${pod.metadata.name} does not become ready`);
      await sleep(100);
    }
  }

  /** Sets what a client's curl prints, and its exit code. */
  answer(client: CurlClient, printed: string, code: number): void {
    writeFileSync(answerOf(this.coordinates.folder, client), `${printed}\n${code}\n`);
  }

  close(): void {
    this.front.close();
  }
}

/** The port of a server on this machine; it listens from now on. */
export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** A pod on the node that kwok plays. */
export function placed(pod: KubernetesObject): KubernetesObject {
  return { ...pod, spec: { ...(pod.spec as object), nodeName: NODE } };
}

/** Runs `npm run verify` as a program of its own, on the environments of the tests. */
export async function verify(
  kubeconfig: string,
  args: readonly string[],
  onError?: (text: string) => void,
): Promise<Run> {
  return runProgram('program-under-test.ts', [...args, '--kubeconfig', kubeconfig], {}, onError);
}

/** Runs a program of this folder; `onError` is told what it writes to standard error meanwhile. */
export async function runProgram(
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  onError?: (text: string) => void,
): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', `__tests__/cluster/${file}`, ...args], {
    cwd: ROOT,
    env: { PATH, HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (onError) child.stderr.on('data', (data: Buffer) => onError(data.toString()));
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}

/** The results of a run with `--json`. */
export function resultsOf({ stdout, stderr }: Run): readonly Result[] {
  if (!stdout.startsWith('{')) throw new Error(`verify gave no results: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as { results: readonly Result[] }).results;
}
