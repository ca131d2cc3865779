import type {
  V1Container,
  V1CronJobSpec,
  V1DeploymentSpec,
  V1EnvVarSource,
  V1JobSpec,
  V1ObjectMeta,
  V1PodSpec,
  V1ServiceAccount,
  V1ServiceSpec,
  V1StatefulSetSpec,
  V2HorizontalPodAutoscalerBehavior,
  V2MetricSpec,
} from '@kubernetes/client-node';
import * as z from 'zod';
import { calledPortsSchema, callsOutsideSchema } from './calls';
import { exposeSchema } from './exposure';
import {
  integerBetween,
  booleanSchema,
  dnsLabel,
  hints,
  oneOf,
  dnsSubdomain,
  stringMatching,
  type Immutable,
} from './primitives';
import { partialSchema } from './kubernetes';
import { knownPort, portName, portNumber } from './ports';
import { rateLimitSchema } from './rate-limits';
import { trafficSchema } from './traffic';

const ports = z.strictObject({
  /** Port of the Service. */
  port: portNumber,
  /** Port that the container listens on. */
  targetPort: portNumber,
});

/** Source: distribution/reference, reference.go. */
const image = stringMatching(
  /^(?=.*[:@][^/]+$)[a-z0-9][a-z0-9._-]*(:\d+(?=\/))?(\/[a-z0-9._-]+)*(:\w[\w.-]{0,127})?(@[a-z0-9]+:[0-9a-f]+)?$/,
  'an image with its tag or digest',
  'ghcr.io/example/shop:1.2.3',
);
const resourceName = dnsSubdomain;
const key = stringMatching(
  /^[-._a-zA-Z0-9]{1,253}$/,
  'a key of letters, digits, dots, hyphens and underscores',
  'config.yaml',
);
const mountPath = stringMatching(/^\/[^:]*[^:/]$/, 'the absolute path of a file', '/etc/app/config.yaml');
const metadata = partialSchema<V1ObjectMeta>('V1ObjectMeta').optional();

const envValue = z.union(
  [z.string(), z.number(), z.boolean(), partialSchema<V1EnvVarSource>('V1EnvVarSource')],
  {
    error:
      'must be a string, a number, a boolean, or a Kubernetes value source such as { secretKeyRef: { name, key } }',
  },
);

const percent = integerBetween(1, 1000);

const autoscaling = z.strictObject({
  /** The fewest pods. */
  min: integerBetween(1, 10_000),
  /** The most pods. */
  max: integerBetween(1, 10_000),
  /** CPU use, in percent of the request, at which pods are added. @default 80, unless `memory` or `metrics` is set */
  cpu: percent.optional(),
  /** Memory use, in percent of the request, at which pods are added. @default none */
  memory: percent.optional(),
  /**
   * More metrics, in Kubernetes' own fields; the one that asks for the most pods counts. `Pods`, `Object` and `External` need an adapter
   * in the cluster that serves them.
   *
   * @default none
   */
  metrics: z
    .array(partialSchema<V2MetricSpec>('V2MetricSpec', 'type'))
    .min(1, { error: 'must have at least one metric' })
    .optional(),
  /** How fast pods are added and removed, in Kubernetes' own fields. @default Kubernetes' own */
  behavior: partialSchema<V2HorizontalPodAutoscalerBehavior>('V2HorizontalPodAutoscalerBehavior').optional(),
});

/** What a workload and each of its versions may set. */
const podSchema = {
  /** Image of the container, with its tag or digest. */
  image: image.optional(),
  /**
   * Number of pods; or the bounds of a HorizontalPodAutoscaler, and what it scales by.
   *
   * @default 1
   */
  replicas: z
    .union([integerBetween(0, 10_000), autoscaling], {
      error: 'must be a whole number from 0 to 10000, or { min, max, cpu, memory, metrics, behavior }',
    })
    .optional(),
  /** Environment variables of the container, by name. @default none */
  env: z
    .record(stringMatching(/^[^=\0]+$/, 'the name of an environment variable', 'LOG_LEVEL'), envValue)
    .default({}),
  /**
   * Files of the container by their absolute paths: the content as a string, or one key of a ConfigMap or a Secret.
   *
   * @default none
   */
  files: z
    .record(
      mountPath,
      z.union(
        [
          z.string(),
          z.strictObject({ configMap: resourceName, key }),
          z.strictObject({ secret: resourceName, key }),
        ],
        { error: 'must be the content as a string, { configMap, key } or { secret, key }' },
      ),
    )
    .default({}),
  /** Everything else of the container, in Kubernetes' own fields: probes, resources, command. @default nothing */
  container: partialSchema<V1Container>('V1Container').optional(),
  /** Everything else of the pod, in Kubernetes' own fields; lists of named items are merged by name. @default nothing */
  pod: z.strictObject({ metadata, spec: partialSchema<V1PodSpec>('V1PodSpec').optional() }).optional(),
  /** Everything else of the Deployment, in Kubernetes' own fields. @default nothing */
  deployment: z
    .strictObject({ metadata, spec: partialSchema<V1DeploymentSpec>('V1DeploymentSpec').optional() })
    .optional(),
};

/** One workload of an application: what runs, what it serves and what it calls. Strict, since no compiler checks a synth. */
export const workloadSchema = z.strictObject({
  ...podSchema,
  /** Value of the label `app` of its pods, and name of their container. @default the workload's name */
  app: dnsLabel.optional(),
  /**
   * Ports of its Service by name; a number stands for the same port on both sides. The name declares the protocol to Istio.
   *
   * @default no Service
   */
  ports: z
    .record(
      portName,
      z.union([portNumber, ports], {
        error: 'must be a port number from 1 to 65535, or { port, targetPort }',
      }),
    )
    .default({}),
  /** Versions that run side by side behind the one Service, each with a Deployment and the label `version`. @default one, without the label */
  versions: z
    .record(dnsLabel, z.strictObject(podSchema))
    .refine((versions) => Object.keys(versions).length > 0, { error: 'must have at least one version' })
    .register(hints, { example: { v1: { image: 'ghcr.io/example/shop:1.2.3' } } })
    .optional(),
  /** Ports that it calls, by the name of the workload; one of another application is `application/workload`, or
   * `namespace/application/workload`. Under its own name it has the ports by which its pods call each other, as the nodes of a database
   * do. @default none */
  calls: z.record(z.string().register(hints, { example: 'orders' }), calledPortsSchema).default({}),
  /** Hosts outside the cluster that it calls, by name; `*.example.com` is any host of a domain. @default none */
  callsOutside: callsOutsideSchema.default({}),
  /**
   * Whether it calls the Kubernetes API: its pods then get a token, and the limits of its namespace allow the call. `false` says that a
   * token which its pods mount anyway is for something else.
   *
   * @default false; a workload whose pods mount a token has to set it where its namespace limits what it calls
   */
  callsKubernetesApi: booleanSchema.optional(),
  /** Ports whose mTLS mode differs from that of their namespace, by name. @default that of the namespace */
  mtls: z.record(knownPort, oneOf('STRICT', 'PERMISSIVE', 'DISABLE')).default({}),
  /** Ports that are reached from outside the mesh. @default none */
  expose: z.record(knownPort, exposeSchema).default({}),
  /** How many requests each of its pods lets through on a port, by the name of the port; more get a 429. HTTP ports only. @default no limit */
  rateLimits: z.record(knownPort, rateLimitSchema).default({}),
  /** How its requests are spread over versions and pods, and handled. @default Istio's own */
  traffic: trafficSchema.optional(),
  /** Whether its container has curl, for `verify` to call other workloads from. @default false */
  testClient: booleanSchema.default(false),
  /** Makes it a StatefulSet, with these fields in Kubernetes' own names. @default a Deployment */
  statefulSet: z
    .strictObject({ metadata, spec: partialSchema<V1StatefulSetSpec>('V1StatefulSetSpec').optional() })
    .optional(),
  /** Makes it a Job, with these fields in Kubernetes' own names. @default a Deployment */
  job: z.strictObject({ metadata, spec: partialSchema<V1JobSpec>('V1JobSpec').optional() }).optional(),
  /** Makes it a CronJob, with these fields in Kubernetes' own names. @default a Deployment */
  cronJob: z
    .strictObject({
      metadata,
      spec: partialSchema<V1CronJobSpec>('V1CronJobSpec', 'schedule').register(hints, {
        example: { schedule: '0 3 * * *' },
      }),
    })
    .optional(),
  /** Everything else of its Service, in Kubernetes' own fields. @default nothing */
  service: z
    .strictObject({ metadata, spec: partialSchema<V1ServiceSpec>('V1ServiceSpec').optional() })
    .optional(),
  /** Everything else of its ServiceAccount, in Kubernetes' own fields, such as annotations. @default nothing */
  serviceAccount: partialSchema<V1ServiceAccount>('V1ServiceAccount').optional(),
});

/** One workload of an application, as a user sets it. */
export type Workload = Immutable<z.input<typeof workloadSchema>>;

/** One workload with its defaults filled in. */
export type WorkloadSettings = Immutable<z.output<typeof workloadSchema>>;

/** One version of a workload, with its defaults filled in. */
export type VersionSettings = NonNullable<WorkloadSettings['versions']>[string];
