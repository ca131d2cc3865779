import type { IngressGateway } from '../mesh/gateways';
import type { Environment } from './environment';
import type { Jwt } from './expose-forms';
import { portsOf } from './ports';
import { workloadsOf } from './workloads';

/** A port that is reached from outside, with all defaults in place. */
export interface ExposedPort {
  readonly namespace: string;
  readonly application: string;
  /** Service that serves it; the workload's name. */
  readonly service: string;
  readonly portName: string;
  /** Port of the Service. */
  readonly port: number;
  /** Start of the names of its Gateway and VirtualService. */
  readonly name: string;
  readonly gateway: IngressGateway;
  readonly hosts: readonly string[];
  /** @default anyone may use it */
  readonly jwt?: Jwt;
  /** What a GET from outside sees; the text, where one is stated, is part of it. */
  readonly answers: { readonly path: string; readonly status: number; readonly text?: string };
  /** Path of its data in the environment. */
  readonly path: string;
}

/** Every port of an environment that is exposed, in the order of its tree; those that a workload does not have are left out. */
export function exposuresOf(environment: Pick<Environment, 'namespaces' | 'mesh'>): ExposedPort[] {
  return workloadsOf(environment).flatMap(({ namespace, application, name: service, workload, path }) =>
    Object.entries(workload.expose ?? {}).flatMap(([portName, exposure]): ExposedPort[] => {
      const port = portsOf(workload).find((each) => each.name === portName);
      if (!port) return [];
      const { hosts, gateway = environment.mesh.ingressGateways[0] ?? 'external', jwt, answers } = exposure;
      const name = exposure.name ?? (portName === 'http' ? service : `${service}-${portName}`);
      return [
        {
          namespace,
          application,
          service,
          portName,
          port: port.port,
          name,
          gateway,
          hosts,
          jwt,
          answers: { path: '/', status: 200, ...answers },
          path: `${path}.expose.${portName}`,
        },
      ];
    }),
  );
}
