import { application } from '../..';
import type { Environment, Environments } from '../../model/schema/environment';

/** Ways in which a project grows. */
export const SHAPES = ['many namespaces', 'one application in many namespaces', 'many environments'] as const;

/** One of the ways in which a project grows. */
export type Shape = (typeof SHAPES)[number];

const revision = 'asm-1-30';

/** Objects that one namespace of a fleet is made of, its policies included. */
const OBJECTS = 22;

/** Namespaces of each environment in the shape of many environments. */
const NAMESPACES = 5;

/** Environments of a shape with every policy on, of about so many rendered objects in all. */
export function createFleet(shape: Shape, objects: number): Environments {
  const count = Math.max(1, Math.round(objects / OBJECTS));
  if (shape !== 'many environments')
    return { fleet: () => environment('fleet', namespaces(count, shape === 'many namespaces')) };
  return Object.fromEntries(
    Array.from({ length: Math.max(1, Math.round(count / NAMESPACES)) }, (_, index) => {
      const name = `fleet-${index}`;
      return [name, () => environment(name, namespaces(NAMESPACES, true))];
    }),
  );
}

function environment(name: string, all: Environment['namespaces']): Environment {
  return {
    resourceGroup: { name: `rg-${name}`, location: 'westeurope' },
    state: { backend: 'local' },
    cluster: {
      name,
      kubernetesVersion: '1.35',
      tier: 'Standard',
      nodePool: { vmSize: 'Standard_D96s_v5', nodeCount: 256 },
      networkPolicy: 'cilium',
    },
    mesh: { installedRevision: revision, revisions: [revision], ingressGateways: ['external'] },
    namespaces: all,
  };
}

/** @param isVaried whether each namespace has an application of its own name, which also calls that of its neighbor */
function namespaces(count: number, isVaried: boolean): Environment['namespaces'] {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const neighbor = isVaried ? (`shop-${(index + 1) % count}/orders` as const) : undefined;
      const applications = { [isVaried ? `shop-${index}` : 'shop']: shop(`shop-${index}`, neighbor) };
      const policies = { authorization: 'on', egress: 'declared', networkPolicies: true } as const;
      return [`team-${index}`, { revision, mtls: 'STRICT', ...policies, applications }];
    }),
  );
}

/** A shop of two workloads, with a call of each kind, an exposed port that requires a token, and an mTLS exception. */
function shop(name: string, neighbor: `${string}/${string}` | undefined) {
  return application({
    web: {
      image: 'ghcr.io/example/web:1.0.0',
      ports: { http: { port: 80, targetPort: 8080 } },
      calls: {
        orders: { port: 'http', methods: ['GET', 'POST'], paths: ['/orders/*'] },
        ...(neighbor !== undefined && { [neighbor]: 'http' }),
      },
      expose: {
        http: {
          hosts: [`${name}.example.com`],
          jwt: {
            issuers: [{ issuer: 'https://login.example.com/', jwksUri: 'https://login.example.com/keys' }],
          },
        },
      },
      container: {
        readinessProbe: { httpGet: { path: '/health', port: 8080 } },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      },
    },
    orders: {
      image: 'ghcr.io/example/orders:1.0.0',
      ports: { http: 3000, 'tcp-metrics': 9000 },
      mtls: { 'tcp-metrics': 'STRICT' },
      callsOutside: { [`${name}.payments.example.com`]: { port: 443, protocol: 'HTTPS' } },
      env: { LOG_LEVEL: 'info', DATABASE: { secretKeyRef: { name: 'database', key: 'url' } } },
      container: { resources: { requests: { cpu: '10m', memory: '64Mi' } } },
    },
  });
}
