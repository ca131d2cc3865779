import { parseAllDocuments, stringify } from 'yaml';
import { synthCharts } from '../../charts/synth';
import type { Environment } from '../../model/schema/environment';
import { toSnapshots } from '../../output';
import { reviewOutputs } from '../../review';
import type { Finding } from '../../review/findings';
import type { OutputFiles } from '../../review/output';
import { sentence } from '../../review/words/text';
import { synthStacks } from '../../stacks/synth';
import { planOf, type Manifest } from '../support';

const image = (name: string, tag = '1.0.0') => `ghcr.io/example/${name}:${tag}`;

/** A shop in the mesh, with every sort of setting that the changes below are of. */
export function shop(tag = '1.0.0') {
  return {
    workloads: {
      web: {
        image: image('web', tag),
        ports: { http: { port: 80, targetPort: 8080 } },
        replicas: 3,
        calls: { orders: { port: 'http', methods: ['GET', 'POST'], paths: ['/orders*'] } },
        expose: { http: { hosts: ['shop.example.com'], tls: { credentialName: 'shop-tls' } } },
        env: { CURRENCY: 'EUR' },
      },
      orders: {
        image: image('orders', tag),
        ports: { http: 8081 },
        replicas: 2,
        calls: { payment: 'http', ledger: 'tcp-ledger' },
        callsOutside: { 'rates.example.com': { port: 443, protocol: 'HTTPS' } },
        versions: { v1: {}, v2: {} },
        traffic: { weights: { v1: 90, v2: 10 }, timeout: '5s' },
      },
      payment: { image: image('payment', tag), ports: { http: 8082 }, replicas: 2 },
      ledger: {
        image: image('ledger', tag),
        ports: { 'tcp-ledger': 5432 },
        statefulSet: {
          spec: {
            volumeClaimTemplates: [
              {
                metadata: { name: 'pages' },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  storageClassName: 'managed-csi',
                  resources: { requests: { storage: '1Gi' } },
                },
              },
            ],
          },
        },
      },
      report: {
        image: image('report', tag),
        cronJob: { spec: { schedule: '0 6 * * *' } },
        calls: { orders: 'http' },
      },
    },
  };
}

export const base = {
  resourceGroup: { name: 'rg-shop', location: 'westeurope' },
  state: { backend: 'local' },
  cluster: {
    name: 'shop',
    kubernetesVersion: '1.35',
    tier: 'Standard',
    nodePool: { vmSize: 'Standard_D8s_v5', nodeCount: 3 },
    networkPolicy: 'cilium',
  },
  mesh: {
    installedRevision: 'asm-1-29',
    revisions: ['asm-1-29'],
    ingressGateways: ['external'],
    gateways: { external: { annotations: {} } },
  },
  namespaces: {
    shop: {
      revision: 'asm-1-29',
      mtls: 'STRICT',
      authorization: 'on',
      networkPolicies: true,
      egress: 'declared',
      applications: { shop: shop() },
    },
  },
} as const;

/** The output of environments, by their names, laid out as `snapshots/` is. */
export async function outputOf(environments: Readonly<Record<string, object>>): Promise<Map<string, string>> {
  const plans = Object.entries(environments).map(([name, environment]) =>
    planOf(environment as Environment, name),
  );
  return toSnapshots(await synthCharts(plans), await synthStacks(plans));
}

/** Another output, in which each object is what a function makes of it; nothing where that is undefined. */
export function withObjects(
  output: OutputFiles,
  change: (object: Manifest) => Manifest | undefined,
): Map<string, string> {
  return new Map(
    [...output].map(([path, text]) => {
      if (!path.startsWith('kubernetes/')) return [path, text];
      const objects = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
      return [
        path,
        objects
          .flatMap((object) => change(object) ?? [])
          .map((each) => stringify(each, { version: '1.1' }))
          .join('---\n'),
      ];
    }),
  );
}

/** A stack's cdk.tf.json, whose resources a test changes. */
interface Stack {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  [block: string]: unknown;
}

/** Another output, whose stacks are what a function makes of them. */
export function withTerraform(output: OutputFiles, change: (terraform: Stack) => void): Map<string, string> {
  return new Map(
    [...output].map(([path, text]) => {
      if (!path.startsWith('terraform/')) return [path, text];
      const terraform = JSON.parse(text) as Stack;
      change(terraform);
      return [path, JSON.stringify(terraform)];
    }),
  );
}

/** Each finding on one line, with its environment, its consequences indented below it. */
export function wordsOf(before: OutputFiles, after: OutputFiles): string[] {
  return reviewOutputs(before, after).flatMap(({ environment, findings }) =>
    findings.flatMap((finding) => lines(environment, finding, '')),
  );
}

function lines(environment: string, finding: Finding, indent: string): string[] {
  const own = `${environment}: ${indent}${sentence(finding)}`;
  return [own, ...(finding.consequences ?? []).flatMap((each) => lines(environment, each, `${indent}  `))];
}
