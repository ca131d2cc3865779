import type { IngressGateway } from '../../mesh/gateways';
import type { EnvironmentSettings } from '../schema/environment';
import { parseDuration } from '../../mesh/duration';
import { hstsSchema, type Tls } from '../schema/exposed-tls';
import type { ExposureSettings, Jwt } from '../schema/exposure';
import type { RateLimit } from '../schema/rate-limits';
import type { Port } from './ports';
import type { Route } from '../schema/routes';
import type { PlacedWorkload } from './workloads';

/** A port of a workload, as a destination of requests. */
export interface Destination {
  readonly workload: PlacedWorkload;
  readonly port: Port;
}

/** A route of an exposed port; one that redirects or answers by itself has no destination. */
export interface ExposedRoute extends Omit<Route, 'to'> {
  readonly destination?: Destination;
}

/** HTTPS of an exposed port, with all defaults in place. */
export interface ExposedTls {
  readonly mode: 'SIMPLE' | 'MUTUAL' | 'PASSTHROUGH';
  /** Secrets and the hosts that each is the certificate of; none where the workload has it itself. */
  readonly certificates: readonly { readonly credentialName: string; readonly hosts: readonly string[] }[];
  readonly minProtocolVersion: 'TLSV1_2' | 'TLSV1_3';
  readonly plaintext: 'redirect' | 'allow' | 'off';
  /** Value of the header by which browsers use HTTPS alone. @default it is not sent */
  readonly hsts?: string;
}

/** A port that is reached from outside, with all defaults in place. */
export interface ExposedPort {
  readonly namespace: string;
  readonly application: string;
  /** Service that serves it; the workload's name. */
  readonly service: string;
  readonly portName: string;
  /** Port of the Service. */
  readonly port: number;
  /** Prefix of the names of its Gateway and VirtualService. */
  readonly name: string;
  readonly gateway: IngressGateway;
  readonly hosts: readonly string[];
  /** @default plain HTTP */
  readonly tls?: ExposedTls;
  /** What becomes of requests, in the order in which they are compared. */
  readonly routes: readonly ExposedRoute[];
  /** How many requests a pod of the gateway lets through, for each host. @default no limit */
  readonly rateLimit?: RateLimit;
  /** @default anyone may use it */
  readonly jwt?: Jwt;
  /** What a GET from outside returns; the text, if set, is part of it. */
  readonly answers: { readonly path: string; readonly status: number; readonly text?: string };
  /** Path of its data in the environment. */
  readonly path: string;
}

/**
 * Every port of an environment that is exposed, in the order of its tree. What is not there is left out: a port that a
 * workload does not have, a route to one.
 */
export function listExposures(
  workloads: readonly PlacedWorkload[],
  workloadsByPath: ReadonlyMap<string, PlacedWorkload>,
  mesh: EnvironmentSettings['mesh'],
): ExposedPort[] {
  const [defaultGateway = 'external'] = mesh.ingressGateways;
  return workloads.flatMap((workload) =>
    Object.entries(workload.settings.expose).flatMap(([portName, exposure]): ExposedPort[] => {
      const { namespace, application, name: service, path } = workload;
      const own = findPort(workload, portName);
      if (!own) return [];
      const { hosts, gateway = defaultGateway, tls, jwt, answers, rateLimit } = exposure;
      const secured = tls && resolveTls(tls, hosts);
      return [
        {
          namespace,
          application,
          service,
          portName,
          port: own.port,
          name: exposure.name ?? (portName === 'http' ? service : `${service}-${portName}`),
          gateway,
          hosts,
          tls: secured,
          routes: resolveRoutes(exposure, workload, portName, workloadsByPath).map((route) =>
            withHsts(route, secured?.hsts),
          ),
          rateLimit,
          jwt,
          answers,
          path: `${path}.expose.${portName}`,
        },
      ];
    }),
  );
}

/** The ports of the gateway on which an exposed port is reached, or is redirected from. */
export function listeningPorts({ tls }: Pick<ExposedPort, 'tls'>): (80 | 443)[] {
  return [...(tls ? ([443] as const) : []), ...(tls?.plaintext === 'off' ? [] : ([80] as const))];
}

/** The same without a port that only redirects to HTTPS. */
export function servingPorts({ tls }: Pick<ExposedPort, 'tls'>): (80 | 443)[] {
  return [...(tls ? ([443] as const) : []), ...(tls && tls.plaintext !== 'allow' ? [] : ([80] as const))];
}

/** The port of a workload by its name; undefined for one that it does not have. */
export function findPort({ ports }: PlacedWorkload, name: string): Port | undefined {
  return ports.find((port) => port.name === name);
}

/** A workload of the same application, by its name. */
export function findSibling(
  { path, name }: PlacedWorkload,
  other: string,
  at: ReadonlyMap<string, PlacedWorkload>,
): PlacedWorkload | undefined {
  return at.get(path.slice(0, -name.length) + other);
}

function resolveTls(
  { mode, credentialName = {}, minProtocolVersion = 'TLSV1_2', plaintext, hsts }: Tls,
  hosts: readonly string[],
): ExposedTls {
  const certificates =
    typeof credentialName === 'string'
      ? [{ credentialName, hosts }]
      : Object.entries(credentialName).map(([name, own]) => ({ credentialName: name, hosts: own }));
  return { mode, certificates, minProtocolVersion, plaintext, hsts: toHsts(hsts) };
}

/** Source: RFC 6797, section 6.1. */
function toHsts(hsts: Tls['hsts']): string | undefined {
  if (hsts === false) return undefined;
  const { maxAge, includeSubDomains, preload } = hstsSchema.parse(hsts === true ? {} : hsts);
  return [
    `max-age=${parseDuration(maxAge) / 1000}`,
    ...(includeSubDomains ? ['includeSubDomains'] : []),
    ...(preload ? ['preload'] : []),
  ].join('; ');
}

/** A route with the header of HSTS, unless it sets that itself. */
function withHsts(route: ExposedRoute, hsts: string | undefined): ExposedRoute {
  if (hsts === undefined) return route;
  const { set, ...rest } = route.responseHeaders ?? {};
  return { ...route, responseHeaders: { ...rest, set: { 'strict-transport-security': hsts, ...set } } };
}

function resolveRoutes(
  { routes = [{ uri: { prefix: '/' } }] }: ExposureSettings,
  workload: PlacedWorkload,
  portName: string,
  at: ReadonlyMap<string, PlacedWorkload>,
): ExposedRoute[] {
  return routes.flatMap(({ to, ...route }): ExposedRoute[] => {
    if (route.redirect ?? route.directResponse) return [route];
    const target = to ? findSibling(workload, to.workload, at) : workload;
    const port = target && findPort(target, to?.port ?? portName);
    return target && port ? [{ ...route, destination: { workload: target, port } }] : [];
  });
}
