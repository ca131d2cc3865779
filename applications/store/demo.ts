/** Image of one of the store's own services. */
export const image = (name: string) => `ghcr.io/azure-samples/aks-store-demo/${name}:2.0.0`;

/** A probe that asks MongoDB itself. */
export const mongoPing = {
  exec: { command: ['mongo', '--eval', "db.runCommand('ping').ok"] },
  timeoutSeconds: 5,
  failureThreshold: 3,
};

interface Timing {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

/** A probe that a TCP connection passes. */
export const tcp = (port: number, timing: Timing) => ({ tcpSocket: { port }, ...timing });

/** The store's HTTP services answer `/health`; they differ in how long they may take to start. */
export function health(
  port: number,
  { startup, readinessPeriodSeconds = 5 }: { startup?: Timing; readinessPeriodSeconds?: number } = {},
) {
  const httpGet = { path: '/health', port };
  return {
    ...(startup && { startupProbe: { httpGet, ...startup } }),
    readinessProbe: {
      httpGet,
      initialDelaySeconds: 3,
      periodSeconds: readinessPeriodSeconds,
      failureThreshold: 3,
    },
    livenessProbe: { httpGet, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 5 },
  };
}

const processStatus = { exec: { command: ['cat', '/proc/1/status'] } };

/** Probes of the store's workers, which serve nothing. */
export const alive = {
  readinessProbe: { ...processStatus, initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3 },
  livenessProbe: { ...processStatus, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 5 },
};

/** What the demo's manifest requests of a node, and its limits. */
export const resources = (cpu: string, memory: string, cpuLimit: string, memoryLimit: string) => ({
  requests: { cpu, memory },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});
