import type { PortName } from '../../mesh/protocols';
import type { METHODS } from './calls';
import type { Exposure } from './exposure';
import type { Route } from './routes';
import type { Traffic } from './traffic';
import type { Workload } from './workload';

// Interfaces where a type alias would do as well: the compiler prints them by their names, and an alias as all that it has.

/** Names of ports that carry requests with methods and paths. */
type HttpPort<Port> = Port extends `http${'' | '2'}` | `http${'' | '2'}-${string}` | 'grpc' | `grpc-${string}`
  ? Port
  : never;

type Method = (typeof METHODS)[number];

interface HttpCall<Port> {
  readonly port: HttpPort<Port>;
  /** @default any */
  readonly methods?: readonly Method[];
  /** @default any */
  readonly paths?: readonly string[];
}

interface TcpCall<Port> {
  readonly port: Exclude<Port, HttpPort<Port>>;
}

type Call<Port> = Port | HttpCall<Port> | TcpCall<Port>;

/** One call, or several that differ in their methods and paths. */
type Calls<Port> = Call<Port> | readonly Call<Port>[];

/** An exposed port whose routes point at workloads of the application. */
interface ExposureTo<Name> extends Omit<Exposure, 'routes'> {
  /**
   * Routes for requests, in this order: the first match wins, and a request that none matches gets a 404.
   *
   * @default all requests go to this port
   */
  readonly routes?: readonly RouteTo<Name>[];
}

interface RouteTo<Name> extends Omit<Route, 'to'> {
  /** Destination: a workload of the same application, and the name of its port. @default the exposed port itself */
  readonly to?: { readonly workload: Name; readonly port?: PortName };
}

/** Traffic settings that mirror requests to a workload of the application. */
interface TrafficTo<Name> extends Omit<Traffic, 'mirror'> {
  /** Gets a copy of each request; its answer is dropped. @default none */
  readonly mirror?: MirrorTo<Name>;
}

interface MirrorTo<Name> extends Omit<NonNullable<Traffic['mirror']>, 'workload'> {
  readonly workload?: Name;
}

/** The workloads of an application; none where their names are not known to the compiler. */
type NamesOf<Ports> = string extends keyof Ports ? never : keyof Ports;

/** Calls by the workload that is called: one of the application, or of another application, whose ports are not known here. */
type CallsOf<Ports> = {
  readonly [Callee in NamesOf<NoInfer<Ports>> | Elsewhere]?: Calls<
    Callee extends Elsewhere ? PortName : keyof NoInfer<Ports>[Callee & keyof Ports]
  >;
};

/** `application/workload`, or `namespace/application/workload`. */
type Elsewhere = `${string}/${string}`;

type PortNumbers = number | { readonly port: number; readonly targetPort: number };

/** The settings of a workload that name ports and workloads, all of which must exist: `Ports` has the ports of each workload. */
interface References<Ports, Name extends keyof Ports> {
  /** Ports of its Service by name, which declares the protocol to Istio. @default no Service */
  readonly ports?: {
    readonly [Port in keyof Ports[Name]]: Port extends PortName
      ? PortNumbers
      : 'a port name starts with a protocol, such as http or tcp-amqp';
  };
  /**
   * Ports that it calls, by the name of the workload; one of another application is `application/workload`, or
   * `namespace/application/workload`. Under its own name it has the ports by which its pods call each other.
   *
   * @default none
   */
  readonly calls?: CallsOf<Ports>;
  /** Ports whose mTLS mode differs from that of their namespace. @default that of the namespace */
  readonly mtls?: {
    readonly [Port in keyof NoInfer<Ports>[Name]]?: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  };
  /** Ports that are reached from outside the mesh. @default none */
  readonly expose?: { readonly [Port in keyof NoInfer<Ports>[Name]]?: ExposureTo<keyof NoInfer<Ports>> };
  /** How its requests are spread over versions and pods, and handled. @default Istio's own */
  readonly traffic?: TrafficTo<Exclude<keyof NoInfer<Ports>, Name>>;
}

/** A workload of one's own, with references that exist. */
export interface OwnWorkload<Ports, Name extends keyof Ports>
  extends Omit<Workload, keyof References<never, never>>, References<Ports, Name> {}

/** A workload of manifests: all that runs is the manifests', so that a version is a name and nothing more. */
export interface ManifestWorkload<Ports, Name extends keyof Ports>
  extends Pick<Workload, 'callsOutside' | 'callsKubernetesApi'>, References<Ports, Name> {
  /** Versions that the manifests run behind the Service, each with the label `version`. @default none */
  readonly versions?: Readonly<Record<string, Readonly<Record<string, never>>>>;
}
