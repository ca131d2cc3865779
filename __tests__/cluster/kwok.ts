import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stringify } from 'yaml';
import type { Client } from './client';

/** The node that kwok plays. */
export const NODE = 'fake';

const STAGES = join(__dirname, 'stages.yaml');

/** The two test clients of the example, by the namespace that they are in. */
export const CLIENTS = { default: 'outside', shop: 'inside' } as const;

export type CurlClient = (typeof CLIENTS)[keyof typeof CLIENTS];

/** Plays curl: prints the first line of a file and exits with its second one; its arguments go into another file. */
const CURL = `#!/bin/sh
{ read -r text; read -r code; } <"$CURL_ANSWER"
printf '%s\\n' "$*" >"$CURL_ANSWER.arguments"
printf '%s' "$text "
exit "$code"
`;

/** The file that a client's curl answers from. */
export function answerOf(folder: string, client: CurlClient): string {
  return join(folder, 'curl', client);
}

/** What kwok is to do with nodes and pods, and with an exec in the pods of both clients, as a file. */
export function writeKwokConfig(folder: string): string {
  mkdirSync(join(folder, 'curl', 'bin'), { recursive: true });
  const curl = join(folder, 'curl', 'bin', 'curl');
  writeFileSync(curl, CURL);
  chmodSync(curl, 0o755);
  const documents = Object.entries(CLIENTS).map(([namespace, client]) =>
    stringify({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'ClusterExec',
      metadata: { name: client },
      spec: {
        selector: { matchNamespaces: [namespace] },
        execs: [
          {
            containers: [client],
            local: { envs: [{ name: 'CURL_ANSWER', value: answerOf(folder, client) }] },
          },
        ],
      },
    }),
  );
  const path = join(folder, 'kwok.yaml');
  writeFileSync(path, [readFileSync(STAGES, 'utf8'), ...documents].join('---\n'));
  return path;
}

/** kwok looks for a pod's programs on its own PATH. */
export function kwokVariables(folder: string): Record<string, string> {
  return { PATH: [join(folder, 'curl', 'bin'), process.env.PATH].join(delimiter) };
}

/** Makes the node; returns a probe for whether kwok has taken it on. */
export async function makeNode(client: Client): Promise<() => Promise<boolean>> {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NODE, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
  };
  await client.apply(node);
  return async () => {
    const { conditions } = ((await client.get(node))?.status ?? {}) as {
      conditions?: { type: string; status: string }[];
    };
    return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  };
}
