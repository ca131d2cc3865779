import { isKind, type Kind } from '../objects/identity';
import type { KubernetesObject } from '../objects/object';
import type { Plan } from '../model/plan';
import { FaultError, type Fault } from '../model/fault';

/** One check of a live cluster: what it looks at, in words, and what it expects of an environment's cluster. */
export interface Check {
  /** What it expects, in lower case: `the cluster runs ...`. */
  readonly summary: string;
  /** Example of what it shows if it fails. */
  readonly example: string;
  /** What it expects of the cluster of one environment. */
  readonly expectations: (desired: DesiredState) => readonly (Expectation | Skipped)[];
}

/** One thing that a check expects. It never throws, prints or sleeps: the runner does. */
export interface Expectation {
  /** What is expected, as a sentence. */
  readonly name: string;
  /** What is seen if it passes. */
  readonly expected: string;
  /** What is seen; it passes if this is exactly the expected string. */
  readonly actual: (cluster: Cluster) => Promise<string>;
  /** Whether waiting may make it pass, as for pods that are starting. @default false */
  readonly settles?: boolean;
}

/** An expectation that does not apply to this environment, or that cannot be checked. */
export interface Skipped {
  readonly name: string;
  /** Why. */
  readonly skipped: string;
}

/** What expectations are made from. */
export interface DesiredState {
  readonly environment: Plan;
  /** Every object that is rendered for the environment, in its order. */
  readonly rendered: readonly KubernetesObject[];
}

/**
 * What can be read from a cluster; nothing in it is changed.
 *
 * @throws ClusterError from every method, if the cluster does not answer, or rejects the request
 */
export interface Cluster {
  /** Minor version of Kubernetes, such as `1.35`. */
  version(): Promise<string>;
  /** Objects of a kind; none if the cluster does not know the kind. */
  list(kind: Kind, where?: ListOptions): Promise<KubernetesObject[]>;
  /** What a command prints in a pod of a Deployment, whatever its exit code; or why it could not be run. */
  exec(deployment: string, namespace: string, command: readonly string[]): Promise<string>;
  /** The answer to a GET from this machine; or why there was none. */
  httpGet(question: HttpRequest): Promise<HttpResponse | string>;
  /** The certificate that a server presents to this machine, from any issuer; or why there is none. */
  certificate(asked: Handshake): Promise<Certificate | string>;
}

/** A GET from this machine. */
export interface HttpRequest {
  readonly address: string;
  readonly port: number;
  readonly path: string;
  /** Host name of the request. @default the address */
  readonly host?: string;
  /** Whether to use TLS, without a client certificate and with a server certificate from any issuer. @default false */
  readonly tls?: boolean;
}

/** The answer to a GET. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  /** Its header Location. @default it has none */
  readonly location?: string;
}

/** Why a GET has no answer if the server only accepts clients with a certificate. */
export const CLIENT_CERTIFICATE_REQUIRED = 'asks for a client certificate';

/** The start of a TLS connection. */
export interface Handshake {
  readonly address: string;
  readonly port: number;
  /** Host name to send, by which the server chooses its certificate (SNI). */
  readonly host: string;
}

/** A certificate, as far as clients look at it. */
export interface Certificate {
  /** Names that it is for. */
  readonly names: string;
  /** Whether the requested host is one of them. */
  readonly covers: boolean;
  /** Day on which it ends, such as `2026-12-31`. */
  readonly ends: string;
  /** Whole days until it ends; negative once it has. */
  readonly daysLeft: number;
}

/** Which objects of a kind. @default all of the cluster */
export interface ListOptions {
  readonly namespace?: string;
  readonly name?: string;
  /** Such as `app=istiod`. */
  readonly labels?: string;
}

/** The cluster cannot be asked: it is not reachable, a right is missing, or there is no such context. */
export class ClusterError extends FaultError {
  override readonly name = 'ClusterError';

  constructor(
    readonly fault: Fault,
    options?: ErrorOptions,
  ) {
    super([fault], 'the cluster cannot be checked', options);
  }

  /** The fault on one line, for reports. */
  get line(): string {
    const { where, problem, fix } = this.fault;
    return `${where}: ${problem}; ${fix}`;
  }
}

/** Whether objects of a kind are read: `verify` must not need the right to read Secrets. */
export function isReadable(kind: Kind): boolean {
  return !isKind(kind, 'Secret');
}
