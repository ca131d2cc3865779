import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ClusterError, type Cluster } from '../../verify/check';
import type { Choice } from '../../verify/kubeconfig';
import { ROOT } from '../support';
import type { Call, Outcome } from './client-host';

/** The real client in a process of its own, used as if it were in this one. */
export class RealClient {
  /** Whether a question is given up at once, as if no answer had come in time. */
  isImpatient = false;
  /** Value of the variable KUBECONFIG. */
  variable = '';
  private readonly host: ChildProcess;
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private last = 0;

  constructor() {
    this.host = fork(join(ROOT, 'commands/start.js'), [join(__dirname, 'client-host.ts')], { execArgv: [] });
    this.host.on('message', (outcome: Outcome) => {
      this.waiting.get(outcome.id)?.(outcome);
      this.waiting.delete(outcome.id);
    });
    this.host.on('exit', () => {
      for (const [id, resolve] of this.waiting) resolve({ id, error: 'the process of the client has ended' });
    });
  }

  /** As `connect` of verify/cluster.ts. */
  async connect({ kubeconfig, context }: Choice): Promise<{ cluster: Cluster; name: string }> {
    const choice = { kubeconfig, context };
    const name = (await this.call({ choice })) as string;
    const remote =
      <T>(method: keyof Cluster) =>
      async (...params: readonly unknown[]) =>
        (await this.call({ choice, method, params })) as T;
    const cluster: Cluster = {
      version: remote('version'),
      list: remote('list'),
      exec: remote('exec'),
      httpGet: remote('httpGet'),
      certificate: remote('certificate'),
    };
    return { cluster, name };
  }

  async stop(): Promise<void> {
    const exited = once(this.host, 'exit');
    this.host.disconnect();
    await exited;
  }

  private async call(call: Pick<Call, 'choice' | 'method' | 'params'>): Promise<unknown> {
    const id = (this.last += 1);
    const outcome = await new Promise<Outcome>((resolve) => {
      this.waiting.set(id, resolve);
      this.host.send({ ...call, id, isImpatient: this.isImpatient, variable: this.variable } satisfies Call);
    });
    if (outcome.fault) throw new ClusterError(outcome.fault);
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.value;
  }
}

/** Writes a kubeconfig with these contexts, each with its server; the first is the current one. Returns its path. */
export function writeKubeconfig(path: string, servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: names.map((name) => ({
      name,
      // The client rejects plain HTTP without this.
      cluster: { server: servers[name], 'insecure-skip-tls-verify': true },
    })),
    users: [{ name: 'user', user: { token: 'token' } }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: 'user' } })),
    'current-context': names[0],
  };
  writeFileSync(path, stringify(config));
  return path;
}
