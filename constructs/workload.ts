import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkPort, type Destination, type PortName, type ServicePort } from './ports';
import { podAnnotations, type Sidecar } from './sidecar';

export interface WorkloadProps<Port extends PortName> {
  /** Image with its tag. */
  readonly image: string;
  /** The sidecar that the namespace injects; `none` outside the mesh. */
  readonly sidecar: Sidecar | 'none';
  /** Ports of the Service, by name; a number stands for the same port on both sides. @default no Service */
  readonly ports?: Readonly<Record<Port, number | ServicePort>>;
  /** Value of the label `app`, by which pods are selected. @default the id */
  readonly app?: string;
  /** @default 1 */
  readonly replicas?: number;
  /** @default the image's own */
  readonly command?: string[];
  /** Environment variables by name. @default none */
  readonly env?: Readonly<Record<string, string | k8s.EnvVarSource>>;
  /** ConfigMaps and Secrets whose keys all become environment variables. @default none */
  readonly envFrom?: k8s.EnvFromSource[];
  /** @default none */
  readonly probes?: Probes;
  /** @default none */
  readonly resources?: k8s.ResourceRequirements;
  /** Containers that run before the application's. @default none */
  readonly initContainers?: readonly InitContainer[];
  /** Files of ConfigMaps, by the path they are mounted at. @default none */
  readonly files?: Readonly<Record<string, ConfigMapFile>>;
}

/** When Kubernetes takes a container for started, ready and alive. */
export interface Probes {
  readonly startup?: k8s.Probe;
  readonly readiness?: k8s.Probe;
  readonly liveness?: k8s.Probe;
}

/** A container that must end before the application starts. */
export interface InitContainer extends k8s.Container {
  /** Whether it calls anything over the network, which not every mesh lets it do. */
  readonly needsNetwork: boolean;
}

/** One key of a ConfigMap, mounted as one file. */
export interface ConfigMapFile {
  readonly configMap: string;
  readonly key: string;
  /** Name of the file in the volume. */
  readonly path: string;
}

/** A Service and the pod template behind it: what a Deployment and a StatefulSet have in common. */
export abstract class Workload<Port extends PortName> extends Construct {
  private readonly ports: readonly (ServicePort & { name: Port })[];
  protected readonly selector: k8s.LabelSelector;
  protected readonly template: k8s.PodTemplateSpec;

  /** @throws Error on a wrong port, an init container without network, and two files that would be one */
  protected constructor(scope: Construct, id: string, props: WorkloadProps<Port>) {
    super(scope, id);
    this.ports = Object.entries<number | ServicePort>(props.ports ?? {}).map(([name, port]) => ({
      name: name as Port,
      ...(typeof port === 'number' ? { port, targetPort: port } : port),
    }));
    for (const port of this.ports) checkPort(id, port);
    const stuck = props.initContainers?.find(({ needsNetwork }) => needsNetwork);
    if (stuck && props.sidecar !== 'none' && !props.sidecar.initContainersHaveNetwork)
      throw new Error(
        `init container '${stuck.name}' of '${id}' would wait for ever: with CNI chaining and sidecars that may not be native, ` +
          `it has no network; drop it and let the application retry, or run a mesh revision and a Kubernetes version with native sidecars`,
      );

    const labels = { app: props.app ?? id };
    const files = Object.entries(props.files ?? {});
    this.selector = { matchLabels: labels };
    this.template = {
      metadata: { labels, annotations: podAnnotations(props.sidecar) },
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        initContainers: props.initContainers?.map(
          ({ needsNetwork: _needsNetwork, ...container }) => container,
        ),
        containers: [
          {
            name: labels.app,
            image: props.image,
            command: props.command,
            ports: some(this.ports.map(({ name, targetPort }) => ({ name, containerPort: targetPort }))),
            env: some(
              Object.entries(props.env ?? {}).map(([name, value]) =>
                typeof value === 'string' ? { name, value } : { name, valueFrom: value },
              ),
            ),
            envFrom: props.envFrom,
            startupProbe: props.probes?.startup,
            readinessProbe: props.probes?.readiness,
            livenessProbe: props.probes?.liveness,
            resources: props.resources,
            volumeMounts: some(
              files.map(([mountPath, { configMap, path }]) => ({
                name: configMap,
                mountPath,
                subPath: path,
              })),
            ),
          },
        ],
        volumes: some(volumesOf(id, Object.values(props.files ?? {}))),
      },
    };

    if (this.ports.length > 0)
      new k8s.KubeService(this, 'service', {
        metadata: { name: id },
        spec: {
          type: 'ClusterIP',
          selector: labels,
          ports: this.ports.map(({ name, port, targetPort }) => ({
            name,
            port,
            targetPort: k8s.IntOrString.fromNumber(targetPort),
          })),
        },
      });
  }

  /** A port of this workload's Service, for a route to lead to. @throws Error if it has no port of that name */
  port(name: Port): Destination {
    const port = this.ports.find((each) => each.name === name);
    const { namespace } = Chart.of(this);
    if (!port) {
      const has = this.ports.map((each) => each.name).join(', ') || 'none';
      throw new Error(
        `'${this.node.id}' has no port '${name}'; it has ${has}: lead the route to one of them or add it to 'ports'`,
      );
    }
    if (!namespace)
      throw new Error(`'${this.node.id}' is in no namespace; make its chart with { namespace: 'NAME' }`);
    return { host: `${this.node.id}.${namespace}.svc.cluster.local`, port: port.port };
  }
}

/** One volume for each ConfigMap, with all files of it: Kubernetes refuses two volumes of one name. */
function volumesOf(id: string, files: readonly ConfigMapFile[]): k8s.Volume[] {
  return [...new Set(files.map(({ configMap }) => configMap))].map((name) => {
    const items = new Map<string, string>();
    for (const { key, path } of files.filter(({ configMap }) => configMap === name)) {
      const other = items.get(path) ?? key;
      if (other !== key)
        throw new Error(
          `'${id}' mounts '${other}' and '${key}' of ConfigMap '${name}' from one path, '${path}'; give each a 'path' of its own`,
        );
      items.set(path, key);
    }
    return { name, configMap: { name, items: [...items].map(([path, key]) => ({ key, path })) } };
  });
}

/** The list, or nothing where it is empty: cdk8s would print `[]`. */
function some<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
