import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesObject } from '../../objects/object';
import { selected } from './selected';

interface Socket {
  send(data: Uint8Array): void;
  close(): void;
}
interface WebSocketServer {
  handleUpgrade(call: IncomingMessage, socket: Duplex, head: Buffer, use: (socket: Socket) => void): void;
}
/** The client's own copy of the library that it opens an exec with. */
const { WebSocketServer } = createRequire(require.resolve('@kubernetes/client-node'))('ws') as {
  WebSocketServer: new (options: { noServer: true }) => WebSocketServer;
};

/** Kinds that the server knows though it may hold none of them. */
const BUILT_IN = {
  v1: ['ConfigMap', 'Namespace', 'Pod', 'Service'],
  'apps/v1': ['Deployment', 'StatefulSet'],
};

/** What an exec prints, and the status that the server sends last; without one it only closes. */
export interface Printed {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: { readonly status: string; readonly reason?: string; readonly message?: string };
}

/** What differs from a healthy Kubernetes 1.35 without objects. */
export interface Behavior {
  readonly version?: object;
  readonly objects?: readonly KubernetesObject[];
  readonly exec?: Printed;
  /** The status to reject a call with, asked before each answer; `mute` leaves it without an answer. */
  readonly reject?: (path: string) => number | 'mute' | undefined;
}

/** A Kubernetes API server in this process, as far as `verify` asks one: version, lists and exec. */
export class ApiServer {
  behavior: Behavior = {};
  /** Path and query of every call, in order. */
  readonly calls: string[] = [];
  private readonly server = createServer();

  constructor() {
    const sockets = new WebSocketServer({ noServer: true });
    this.server.on('request', (call, response) => {
      this.calls.push(call.url!);
      const rejection = this.behavior.reject?.(call.url!);
      if (rejection === 'mute') return;
      const body = rejection ? undefined : this.answer(new URL(call.url!, this.url));
      const code = rejection ?? (body ? 200 : 404);
      response.writeHead(code, {
        'content-type': 'application/json',
        ...(code === 429 && { 'retry-after': '1' }),
      });
      response.end(JSON.stringify(body ?? { apiVersion: 'v1', kind: 'Status', status: 'Failure', code }));
    });
    this.server.on('upgrade', (call: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.calls.push(call.url!);
      const rejection = this.behavior.reject?.(call.url!);
      if (rejection === 'mute') return;
      if (rejection) return void socket.end(`HTTP/1.1 ${rejection} Rejected\r\nConnection: close\r\n\r\n`);
      sockets.handleUpgrade(call, socket, head, (opened) => {
        const { stdout = '', stderr = '', status } = this.behavior.exec ?? {};
        const channels = [undefined, stdout, stderr, status && JSON.stringify(status)];
        channels.forEach(
          (text, channel) => text && opened.send(Buffer.from([channel, ...Buffer.from(text)])),
        );
        opened.close();
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private answer({ pathname, searchParams }: URL): object | undefined {
    const { version = { major: '1', minor: '35' }, objects = [] } = this.behavior;
    if (pathname === '/version') return version;
    const [, apiVersion = '', rest] = /^\/apis?\/(v1|[^/]+\/[^/]+)(?:\/(.+))?$/.exec(pathname) ?? [];
    const kinds = new Set([
      ...(BUILT_IN[apiVersion as keyof typeof BUILT_IN] ?? []),
      ...objects.flatMap((object) => (object.apiVersion === apiVersion ? object.kind : [])),
    ]);
    if (kinds.size === 0) return undefined;
    if (rest === undefined) {
      const resources = [...kinds].map((kind) => ({
        name: pluralOf(kind),
        kind,
        namespaced: kind !== 'Namespace',
      }));
      return { apiVersion: 'v1', kind: 'APIResourceList', groupVersion: apiVersion, resources };
    }
    const [, namespace, plural] = /^(?:namespaces\/([^/]+)\/)?([^/]+)$/.exec(rest) ?? [];
    const kind = [...kinds].find((each) => pluralOf(each) === plural);
    if (kind === undefined) return undefined;
    const name = searchParams.get('fieldSelector')?.replace(/^metadata\.name=/, '');
    const labels = searchParams.get('labelSelector') ?? undefined;
    const items = selected(objects, { apiVersion, kind }, { namespace, name, labels });
    return { apiVersion, kind: `${kind}List`, metadata: {}, items };
  }
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');
}
