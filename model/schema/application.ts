import * as z from 'zod';
import { dnsSubdomain, hints, stringMatching, type Immutable } from './primitives';
import type { ApplicationHook } from './hooks';
import { captureCaller } from '../trace';
import type { ManifestWorkload, OwnWorkload } from './references';
import { workloadSchema } from './workload';

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

/** Where the manifests of others come from. */
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
export const applicationSchema = z
  .strictObject({
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
    /** Manifests with the workloads, which then only declare ports, calls and what is exposed. @default none */
    source: sourceSchema.optional(),
    /** Adds or changes what the settings do not cover; it runs last. @default none */
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
  })
  .register(hints, {
    fix: 'set what application(), manifests() or helm() returns; call a function of yours that returns it, as in shop() instead of shop',
    fixField:
      "give the workloads to application(): application({ web: { image: 'ghcr.io/example/web:1.0.0' } })",
  });

/** An application as data. */
export type Application = Immutable<z.input<typeof applicationSchema>>;

/** An application with its defaults filled in. */
export type ApplicationSettings = Immutable<z.output<typeof applicationSchema>>;

/** What an application has beside its workloads. */
export type ApplicationOptions = Pick<Application, 'configMaps' | 'secrets' | 'customize'>;

/**
 * An application of one's own: its workloads by name, and what else it has. A call to a workload or a port that
 * it does not have does not compile.
 */
export function application<const Ports>(
  workloads: { readonly [Name in keyof Ports]: OwnWorkload<Ports, Name> },
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
  services: { readonly [Name in keyof Ports]: ManifestWorkload<Ports, Name> },
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
  services: { readonly [Name in keyof Ports]: ManifestWorkload<Ports, Name> },
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
