import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';

/** Who may ask: the tests, someone whose rights the tests grant, and someone who has none; each with a group. */
export const USERS = { admin: 'system:masters', verifier: 'mesh-verifiers', stranger: 'strangers' } as const;

export type User = keyof typeof USERS;

/** A running control plane, as it is handed to the tests. */
export interface Coordinates {
  /** Holds all that the control plane writes. */
  readonly folder: string;
  /** Of the API server, on 127.0.0.1. */
  readonly port: number;
  readonly tokens: Readonly<Record<User, string>>;
}

/** The certificate that the API server signs for itself. */
export function certificateOf(folder: string): string {
  return join(folder, 'apiserver.crt');
}

/** Writes a kubeconfig for a token, with a port where none but the server's should be asked; returns its path. */
export function writeKubeconfig({ folder, port }: Coordinates, user: string, token: string): string {
  const path = join(folder, 'kubeconfigs', user);
  mkdirSync(dirname(path), { recursive: true });
  const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificateOf(folder) };
  writeFileSync(
    path,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: user, user: { token } }],
      contexts: [{ name: user, context: { cluster: 'test', user } }],
      'current-context': user,
    }),
    { mode: 0o600 },
  );
  return path;
}
