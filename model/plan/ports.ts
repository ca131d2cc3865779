import type { WorkloadSettings } from '../schema/workload';

/** A port of a workload: of its Service, and of the container behind it. */
export interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

/** The ports of a workload, a lone number standing for both sides. */
export function listPorts({ ports }: Pick<WorkloadSettings, 'ports'>): Port[] {
  return Object.entries(ports).map(([name, port]) => ({
    name,
    ...(typeof port === 'number' ? { port, targetPort: port } : port),
  }));
}
