import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type {
  V1Container,
  V1EnvVar,
  V1PodTemplateSpec,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import { merge } from './merge';
import { podAnnotations, type Sidecar } from './sidecar';

/** A port of a Service and the port of the container behind it. */
export interface Port {
  /** Its start declares the protocol to Istio. */
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

/** Content of a file, or where it is. */
export type FileSource =
  | string
  | { readonly configMap: string; readonly key: string }
  | { readonly secret: string; readonly key: string };

export interface PodProps {
  /** Labels by which its controller finds it; the value of `app` is the container's name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly sidecar: Sidecar | 'none';
  readonly serviceAccountName: string;
  readonly ports: readonly Port[];
  /** Whether it is not restarted when it ends. */
  readonly ends: boolean;
  /** Whether a change of the mesh may change the template. */
  readonly rolls: boolean;
  /** ConfigMap with the files that set their content. */
  readonly contentMap: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, FileSource>>;
  /** Merged over the container. */
  readonly container?: object;
  /** Merged over the pod. */
  readonly pod?: object;
}

/** The pod template of a workload. */
export function podTemplate(props: PodProps): V1PodTemplateSpec {
  const { labels, files = {} } = props;
  const { volumes, mounts } = toVolumeMounts(files, props.contentMap);
  const container: V1Container = merge(
    {
      name: labels.app!,
      image: props.image,
      ports: some(props.ports.map(({ name, targetPort }) => ({ name, containerPort: targetPort }))),
      env: some(Object.entries(props.env ?? {}).map(variable)),
      volumeMounts: some(mounts),
    },
    props.container,
  );
  const annotations = {
    ...(props.rolls ? podAnnotations(props.sidecar) : {}),
    ...checksum(files),
  };
  return merge(
    {
      metadata: { labels: { ...labels }, ...(Object.keys(annotations).length > 0 && { annotations }) },
      spec: {
        serviceAccountName: props.serviceAccountName,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        ...(props.ends && { restartPolicy: 'OnFailure' }),
        containers: [container],
        volumes: some(volumes),
      },
    },
    props.pod,
  );
}

/** The content of the files that set it, by the key of each in the ConfigMap. */
export function fileContents(files: Readonly<Record<string, FileSource>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, file]) =>
      typeof file === 'string' ? [[toVolumeKey(path), file]] : [],
    ),
  );
}

function variable([name, value]: [string, unknown]): V1EnvVar {
  return typeof value === 'object' ? { name, valueFrom: value as object } : { name, value: String(value) };
}

/** A key that is as unique as the path is. */
function toVolumeKey(path: string): string {
  return path.slice(1).replaceAll(/[^-._a-zA-Z0-9]/g, '_');
}

/** One volume a ConfigMap or Secret, however many of its keys are mounted: Kubernetes rejects two of one name. */
function toVolumeMounts(
  files: Readonly<Record<string, FileSource>>,
  contentMap: string,
): { volumes: V1Volume[]; mounts: V1VolumeMount[] } {
  const volumes = new Map<string, V1Volume & { items: { key: string; path: string }[] }>();
  const mounts = Object.entries(files).map(([mountPath, file]): V1VolumeMount => {
    const source = typeof file === 'string' ? { configMap: contentMap, key: toVolumeKey(mountPath) } : file;
    const [kind, name] = 'secret' in source ? ['secret', source.secret] : ['configMap', source.configMap];
    const id = `${kind} ${name}`;
    const volume = volumes.get(id) ?? { name: volumeName(name!, kind!, volumes), items: [] };
    // Two files of one name in different folders need two places in the volume.
    const isTaken = volume.items.some(({ path }) => path === basename(mountPath));
    const path = isTaken ? toVolumeKey(mountPath) : basename(mountPath);
    volume.items.push({ key: source.key, path });
    const { items } = volume;
    volumes.set(id, {
      ...volume,
      ...(kind === 'secret' ? { secret: { secretName: name, items } } : { configMap: { name, items } }),
    });
    return { name: volume.name, mountPath, subPath: path };
  });
  return { volumes: [...volumes.values()].map(({ items: _items, ...volume }) => volume), mounts };
}

/** A volume's name is a label, which is shorter than the name of a ConfigMap may be; a ConfigMap and a Secret of one name need two. */
function volumeName(name: string, kind: string, volumes: ReadonlyMap<string, V1Volume>): string {
  const label = name.replaceAll('.', '-').slice(0, 50).replace(/-+$/, '');
  const taken = new Set([...volumes.values()].map((volume) => volume.name));
  if (!taken.has(label)) return label;
  const other = `${label}-${kind.slice(0, 6)}`;
  return taken.has(other) ? `${other}-${taken.size}` : other;
}

/** A file that is mounted by its path does not change in a running pod: a new content rolls the pods. */
function checksum(files: Readonly<Record<string, FileSource>>): Record<string, string> {
  const contents = fileContents(files);
  if (Object.keys(contents).length === 0) return {};
  const hash = createHash('sha256').update(JSON.stringify(contents)).digest('hex');
  return { 'aks-istio-cdk/files': hash.slice(0, 12) };
}

/** The list, or nothing where it is empty. */
function some<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
