import * as z from 'zod';
import type { PortName } from '../../mesh/protocols';
import { dnsSubdomain, hints, stringMatching, type Immutable } from './primitives';
import type { ApplicationHook } from './hooks';
import type { METHODS } from './calls';
import type { Exposure } from './exposure';
import type { Route } from './routes';
import { captureCaller } from '../trace';
import type { Traffic } from './traffic';
import { workloadSchema, type Workload } from './workload';

const keyValues = z.record(
  stringMatching(
    /^[-._a-zA-Z0-9]{1,253}$/,
    'a key of letters, digits, dots, hyphens and underscores',
    'config.yaml',
  ),
  z.string({ error: 'must be a string' }),
);

const sharedObjects = {
  /** ConfigMaps by name. @default none */
  configMaps: z.record(dnsSubdomain, keyValues).default({}),
  /** Secrets by name with their values: for demos, in environments that allow `plainTextSecrets`. @default none */
  secrets: z.record(dnsSubdomain, keyValues).default({}),
};

/** Where manifests come from that someone else wrote. */
const sourceSchema = z.union(
  [
    z.strictObject({
      /** Path or URL of a file of Kubernetes manifests. */
      yaml: z.string().register(hints, { example: 'manifests/shop.yaml' }),
    }),
    z.strictObject({
      /** Helm chart: a folder, or its name in `repo`. */
      helm: z.string().register(hints, { example: 'charts/shop' }),
      /** URL of the repository. @default none: `helm` is a folder or an OCI address */
      repo: z.string().register(hints, { example: 'https://charts.example.com' }).optional(),
      /** Version of the chart. @default the newest */
      version: z.string().register(hints, { example: '1.2.3' }).optional(),
      /** Values of the chart. @default its own */
      values: z.record(z.string(), z.unknown()).optional(),
      /** Name of the release. @default the application's */
      release: z.string().register(hints, { example: 'shop' }).optional(),
    }),
  ],
  { error: 'must be { yaml: PATH } or { helm: CHART, ... }' },
);

/** An application: what runs, who calls whom, what is exposed and how it answers. */
export const applicationSchema = z.strictObject({
  /** Its workloads, by name. */
  workloads: z.record(
    // A Service of this name must be a DNS label that starts with a letter, and its pods' names are longer still.
    stringMatching(
      /^(?=.{1,52}$)[a-z]([a-z0-9-]*[a-z0-9])?$/,
      'a name of 1 to 52 lower-case letters, digits and hyphens that starts with a letter and does not end with a hyphen',
      'web',
    ),
    workloadSchema,
  ),
  ...sharedObjects,
  /** Manifests that bring the workloads, which then state only ports, calls and what is exposed. @default none */
  source: sourceSchema.optional(),
  /** Adds or changes what the data does not say; it runs last. @default none */
  customize: z
    .custom<ApplicationHook>((value) => typeof value === 'function', { error: 'must be a function' })
    .register(hints, { fix: 'set a function: ({ chart, workloads, namespace }) => { ... }' })
    .optional(),
  /** Set by `application` and its like: an error whose trace says where it was called, for messages. @default the file of the environment is named */
  madeAt: z
    .instanceof(Error, {
      error: 'must be what `application` set: a copy through JSON loses it, and every hook with it',
    })
    .register(hints, { fix: 'copy the application with { ...application }' })
    .optional(),
});

/** An application as data. */
export type Application = Immutable<z.input<typeof applicationSchema>>;

/** An application with its defaults filled in. */
export type ApplicationSettings = Immutable<z.output<typeof applicationSchema>>;

/** What an application states beside its workloads. */
export type ApplicationOptions = Pick<Application, 'configMaps' | 'secrets' | 'customize'>;

/** What a workload of manifests states: all that runs is the manifests', so that a version is a name and nothing more. */
type ManifestWorkload = Pick<Workload, 'ports' | 'calls' | 'callsOutside' | 'expose' | 'traffic'> & {
  /** Versions that the manifests run behind the Service, each with the label `version`. @default none */
  readonly versions?: Readonly<Record<string, Readonly<Record<string, never>>>>;
};

/** Names of ports that carry requests with methods and paths. */
type HttpPort<Port> = Port extends `http${'' | '2'}` | `http${'' | '2'}-${string}` | 'grpc' | `grpc-${string}`
  ? Port
  : never;

type Call<Port> =
  | Port
  | {
      readonly port: HttpPort<Port>;
      /** @default any */
      readonly methods?: readonly (typeof METHODS)[number][];
      /** @default any */
      readonly paths?: readonly string[];
    }
  | { readonly port: Exclude<Port, HttpPort<Port>> };

/** One call, or several that differ in their methods and paths. */
type Calls<Port> = Call<Port> | readonly Call<Port>[];

/** An exposed port whose routes lead to workloads of the application. */
type ExposureTo<Workloads> = Omit<Exposure, 'routes'> & {
  /**
   * What becomes of requests, in this order: the first that matches counts, and what none matches gets a 404.
   *
   * @default all of them lead to this port
   */
  readonly routes?: readonly (Omit<Route, 'to'> & {
    /** Where it leads: a workload of the same application, and the name of its port. @default the exposed port itself */
    readonly to?: { readonly workload: Workloads; readonly port?: PortName };
  })[];
};

/** Traffic settings whose copies go to a workload of the application. */
type TrafficTo<Workloads> = Omit<Traffic, 'mirror'> & {
  /** Who gets a copy of each request, whose answer is dropped. @default nobody */
  readonly mirror?: Omit<NonNullable<Traffic['mirror']>, 'workload'> & { readonly workload?: Workloads };
};

/** A workload whose calls, exposed ports and routes must exist: `Ports` has the ports of each workload of the application. */
type Checked<Of, Ports, Name extends keyof Ports> = Omit<
  Of,
  'ports' | 'calls' | 'expose' | 'mtls' | 'traffic'
> & {
  /** Ports of its Service by name, which tells Istio the protocol. @default no Service */
  readonly ports?: Ports[Name] & {
    readonly [Port in keyof Ports[Name]]: Port extends PortName
      ? number | { readonly port: number; readonly targetPort: number }
      : 'a port name starts with a protocol, such as http or tcp-amqp';
  };
  /** Ports that it calls, by the name of the workload; one of another application is `application/workload`, or `namespace/application/workload`. @default none */
  readonly calls?: {
    readonly [Callee in Exclude<keyof NoInfer<Ports>, Name>]?: Calls<keyof NoInfer<Ports>[Callee]>;
  } & { readonly [elsewhere: `${string}/${string}`]: Calls<PortName> };
  /** Ports that take plaintext or refuse it other than their namespace does. @default as the namespace does */
  readonly mtls?: {
    readonly [Port in keyof NoInfer<Ports>[Name]]?: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  };
  /** Ports that are reached from outside of the mesh. @default none */
  readonly expose?: { readonly [Port in keyof NoInfer<Ports>[Name]]?: ExposureTo<keyof NoInfer<Ports>> };
  /** How its requests are shared out between versions and pods, and what becomes of them. @default as Istio does by itself */
  readonly traffic?: TrafficTo<Exclude<keyof NoInfer<Ports>, Name>>;
};

type WorkloadsOf<Of, Ports> = { readonly [Name in keyof Ports]: Checked<Of, Ports, Name> };

/**
 * An application of one's own: its workloads by name, and what stands beside them. A call to a workload or a port that
 * it does not have does not compile.
 */
export function application<const Ports>(
  workloads: WorkloadsOf<Workload, Ports>,
  options: ApplicationOptions = {},
): Application {
  return {
    workloads: workloads as unknown as Application['workloads'],
    ...options,
    madeAt: captureCaller(application),
  };
}

/** An application of manifests that someone else wrote; `services` says which of its Services are called, call or are exposed. */
export function manifests<const Ports>(
  yaml: string,
  services: WorkloadsOf<ManifestWorkload, Ports>,
  options: Pick<ApplicationOptions, 'customize'> = {},
): Application {
  return {
    workloads: services as unknown as Application['workloads'],
    source: { yaml },
    ...options,
    madeAt: captureCaller(manifests),
  };
}

/** A Helm chart, which needs the program `helm` at synth. */
export type HelmChart = Extract<NonNullable<Application['source']>, { helm: string }>;

/** An application of a Helm chart; `services` says which of its Services are called, call or are exposed. */
export function helm<const Ports>(
  chart: Omit<HelmChart, 'helm'> & { readonly chart: string },
  services: WorkloadsOf<ManifestWorkload, Ports>,
  options: Pick<ApplicationOptions, 'customize'> = {},
): Application {
  const { chart: name, ...rest } = chart;
  return {
    workloads: services as unknown as Application['workloads'],
    source: { helm: name, ...rest },
    ...options,
    madeAt: captureCaller(helm),
  };
}
