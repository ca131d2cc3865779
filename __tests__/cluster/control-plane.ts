import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { Client } from './client';
import { USERS, certificateOf, writeKubeconfig, type Coordinates, type User } from './kubeconfig';
import { kwokVariables, makeNode, writeKwokConfig } from './kwok';
import { Program } from './program';

/** etcd, kube-apiserver and kwok on this machine, reachable from nowhere else, with all they write in one folder. */
export class ControlPlane {
  readonly coordinates: Coordinates;
  private readonly folder = mkdtempSync(join(tmpdir(), 'aks-istio-cdk-cluster-'));
  /** In the order in which they were started. */
  private readonly programs: Program[] = [];

  private constructor(
    private readonly binaries: Binaries,
    private readonly ports: readonly [etcd: number, peer: number, server: number, kubelet: number],
  ) {
    const tokens = Object.fromEntries(
      Object.keys(USERS).map((user) => [user, randomBytes(16).toString('hex')]),
    ) as Record<User, string>;
    this.coordinates = { folder: this.folder, port: ports[2], tokens };
  }

  /** Starts a control plane; `onMade` gets it before its first process, for whoever must be able to end it. */
  static async start(binaries: Binaries, onMade: (plane: ControlPlane) => void): Promise<ControlPlane> {
    const plane = new ControlPlane(binaries, await freePorts());
    onMade(plane);
    await plane.startEtcd();
    await plane.startServer();
    await plane.startKwok();
    return plane;
  }

  /** Stops all processes, the last started first, and removes the folder. */
  async stop(): Promise<void> {
    for (const program of this.programs.toReversed()) await program.stop();
    this.remove();
  }

  /** Ends all processes at once and removes the folder. */
  kill(): void {
    for (const program of this.programs) program.kill();
    this.remove();
  }

  private async startEtcd(): Promise<void> {
    const [client, peer] = this.ports.map((port) => `http://127.0.0.1:${port}`) as [string, string];
    const etcd = this.run('etcd', {
      'data-dir': join(this.folder, 'etcd'),
      'listen-client-urls': client,
      'advertise-client-urls': client,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `default=${peer}`,
      'log-level': 'warn',
      'unsafe-no-fsync': 'true',
    });
    await etcd.ready(async () => (await fetch(`${client}/health`)).ok);
  }

  private async startServer(): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const { tokens } = this.coordinates;
    const rows = Object.entries(USERS).map(
      ([user, group]) => `${tokens[user as User]},${user},${user},"${group}"`,
    );
    const server = this.run('kube-apiserver', {
      'bind-address': '127.0.0.1',
      'advertise-address': '127.0.0.1',
      'secure-port': `${this.ports[2]}`,
      // A loopback address is no valid endpoint, and nothing here needs one.
      'endpoint-reconciler-type': 'none',
      'etcd-servers': `http://127.0.0.1:${this.ports[0]}`,
      'cert-dir': this.folder,
      'token-auth-file': this.write('tokens.csv', rows.join('\n')),
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-signing-key-file': this.write('service-accounts.key', privateKey),
      'service-account-key-file': this.write('service-accounts.pub', publicKey),
      'service-cluster-ip-range': '10.96.0.0/16',
      'authorization-mode': 'RBAC',
      // There is no controller manager that would make the accounts.
      'disable-admission-plugins': 'ServiceAccount',
      'kubelet-preferred-address-types': 'InternalIP',
    });
    const client = adminOf(this.coordinates);
    await server.ready(
      async () =>
        existsSync(certificateOf(this.folder)) && (await client.ask('GET', '/readyz')).status === 200,
    );
  }

  private async startKwok(): Promise<void> {
    const kwok = this.run(
      'kwok',
      {
        kubeconfig: writeKubeconfig(this.coordinates, 'admin', this.coordinates.tokens.admin),
        config: writeKwokConfig(this.folder),
        'manage-all-nodes': 'true',
        'node-ip': '127.0.0.1',
        'node-port': `${this.ports[3]}`,
        'server-address': `127.0.0.1:${this.ports[3]}`,
        'tls-cert-file': certificateOf(this.folder),
        'tls-private-key-file': join(this.folder, 'apiserver.key'),
      },
      kwokVariables(this.folder),
    );
    const isReady = await makeNode(adminOf(this.coordinates));
    await kwok.ready(isReady);
  }

  private run(name: keyof Binaries, options: Record<string, string>, variables?: Record<string, string>) {
    const args = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
    const program = new Program(name, this.binaries[name], this.folder, args, variables);
    this.programs.push(program);
    return program;
  }

  private write(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  private remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A client with every right. */
export function adminOf({ folder, port, tokens }: Coordinates): Client {
  return new Client(port, certificateOf(folder), tokens.admin);
}

/** Ports that are free now; all are held until the last is found, so that none comes twice. */
async function freePorts(): Promise<[number, number, number, number]> {
  const servers = [1, 2, 3, 4].map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as [number, number, number, number];
}
