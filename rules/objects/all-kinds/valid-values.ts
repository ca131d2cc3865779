import { isKind } from '../../../objects/identity';
import { listLeaves } from '../../../objects/leaves';
import { getSpec, listObjects, type KubernetesObject } from '../../../objects/object';
import { getPodTemplate, podPath } from '../../../objects/pod-template';
import { parseQuantity } from '../../../objects/quantity';
import type { ObjectFault, ObjectRule } from '../../rule';

type Fields = Readonly<Record<string, unknown>>;

/** What the API server asks of a value, beside its type. */
interface Check {
  readonly holds: (value: unknown) => boolean;
  readonly problem: string;
  readonly fix: string;
}

const oneOf = (...values: readonly string[]): Check => ({
  holds: (value) => values.includes(value as string),
  problem: `must be one of ${values.join(', ')}`,
  fix: 'write it as it is in this list: upper and lower case differ',
});

const QUANTITY: Check = {
  holds: (value) => parseQuantity(value) !== undefined,
  problem: 'is no quantity of Kubernetes',
  fix: "write a number with a suffix and without a space, such as '100m' of CPU or '64Mi' of memory",
};

/**
 * Fields of pods that have one of a few values, by their paths: names of others' own choice, such as the labels of a selector, may be called
 * like one.
 *
 * Source: k8s.io/api v0.35.4, core/v1/types.go.
 */
const ENUMS: readonly (readonly [RegExp, Check])[] = [
  [/^(initC|c)ontainers\.\d+\.imagePullPolicy$/, oneOf('Always', 'IfNotPresent', 'Never')],
  [/^(initC|c)ontainers\.\d+\.terminationMessagePolicy$/, oneOf('File', 'FallbackToLogsOnError')],
  [/^(initC|c)ontainers\.\d+\.ports\.\d+\.protocol$/, oneOf('TCP', 'UDP', 'SCTP')],
  [/^(initC|c)ontainers\..+\.httpGet\.scheme$/, oneOf('HTTP', 'HTTPS')],
  [/^restartPolicy$/, oneOf('Always', 'OnFailure', 'Never')],
  [/^dnsPolicy$/, oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None')],
  [/^topologySpreadConstraints\.\d+\.whenUnsatisfiable$/, oneOf('DoNotSchedule', 'ScheduleAnyway')],
];

const SERVICE_TYPE = oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName');
const CONCURRENCY = oneOf('Allow', 'Forbid', 'Replace');

/** Source: robfig/cron v3, standard parser; Kubernetes documentation, CronJob, Schedule syntax. */
const SCHEDULE: Check = {
  holds: (value) =>
    /^(@every (\d+(\.\d+)?(h|m|s|ms))+|@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[\d*/,?-]+(\s+[\d*/,?-]+){2}\s+[\w*/,?-]+\s+[\w*/,?-]+)$/.test(
      `${value as string}`.trim(),
    ),
  problem: 'is no schedule',
  fix: "write five fields (minute, hour, day, month, day of the week), such as '0 6 * * *', or a word such as '@daily'",
};

/** Source: Kubernetes documentation, Labels and Selectors, Syntax and character set. */
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/**
 * Values have what the API server asks for beside their types: quantities, labels, schedules, words out of a short list, and named ports
 * that the container has. It rejects the object otherwise.
 */
export const validValues: ObjectRule = (objects) =>
  objects.flatMap((object) => [
    ...labelFaults(object),
    ...(isKind(object, 'Service') ? check(object, 'spec.type', getSpec(object).type, SERVICE_TYPE) : []),
    ...(isKind(object, 'CronJob.batch')
      ? [
          ...check(object, 'spec.schedule', getSpec(object).schedule, SCHEDULE),
          ...check(object, 'spec.concurrencyPolicy', getSpec(object).concurrencyPolicy, CONCURRENCY),
        ]
      : []),
    ...podFaults(object),
    ...claimFaults(object),
  ]);

function check(
  object: KubernetesObject,
  field: string,
  value: unknown,
  { holds, ...told }: Check,
): ObjectFault[] {
  return value === undefined || value === null || holds(value) ? [] : [{ object, field, value, ...told }];
}

function labelFaults(object: KubernetesObject): ObjectFault[] {
  const places: readonly (readonly [string, unknown])[] = [
    ['metadata.labels', object.metadata.labels],
    [podPath(object, 'metadata', 'labels'), getPodTemplate(object)?.metadata?.labels],
  ];
  return places.flatMap(([field, labels]) =>
    typeof labels !== 'object' || labels === null
      ? []
      : Object.entries(labels as Fields).flatMap(([key, value]): ObjectFault[] => {
          const isKey = LABEL_KEY.test(key);
          if (isKey && LABEL_VALUE.test(`${value as string}`)) return [];
          return [
            {
              object,
              field: `${field}.${key}`,
              value: isKey ? value : key,
              problem: isKey
                ? 'is no value of a label: at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends'
                : 'is no key of a label: at most 63 letters, digits, dots, hyphens and underscores, perhaps after a DNS name and a slash',
              fix: 'rename it, or make it an annotation',
            },
          ];
        }),
  );
}

function podFaults(object: KubernetesObject): ObjectFault[] {
  const { spec } = getPodTemplate(object) ?? {};
  if (!spec) return [];
  const containers = [...listObjects<Fields>(spec.containers), ...listObjects<Fields>(spec.initContainers)];
  const leaves = listValues(spec);
  const words = leaves.flatMap(({ path, value }) => {
    const [, enumerated] = ENUMS.find(([place]) => place.test(path.join('.'))) ?? [];
    return enumerated ? check(object, podPath(object, 'spec', ...path), value, enumerated) : [];
  });
  const amounts = leaves
    .filter(
      ({ path }) => path.includes('resources') && (path.includes('requests') || path.includes('limits')),
    )
    .flatMap(({ path, value }) => check(object, podPath(object, 'spec', ...path), value, QUANTITY));
  return [...words, ...amounts, ...containers.flatMap((container) => portFaults(object, container))];
}

/** A probe or a hook may name a port of its container. */
function portFaults(object: KubernetesObject, container: Fields): ObjectFault[] {
  const names = listObjects<{ name?: string }>(container.ports).flatMap(({ name }) => name ?? []);
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  return listLeaves({ livenessProbe, readinessProbe, startupProbe, lifecycle })
    .filter(
      ({ path, value }) => path.at(-1) === 'port' && typeof value === 'string' && !names.includes(value),
    )
    .map(({ path, value }) => ({
      object,
      field: podPath(object, 'spec', 'containers', `${container.name as string}`, ...path),
      value,
      problem: `no port of the container has this name; it has ${names.join(', ') || 'none'}`,
      fix: 'name a port of the container, or write its number without quotes',
    }));
}

function claimFaults(object: KubernetesObject): ObjectFault[] {
  const spec = getSpec(object);
  const claims = isKind(object, 'PersistentVolumeClaim')
    ? [{ path: ['spec'], claim: spec }]
    : listObjects<{ spec?: Fields }>(spec.volumeClaimTemplates).map((each, index) => ({
        path: ['spec', 'volumeClaimTemplates', `${index}`, 'spec'],
        claim: each.spec ?? {},
      }));
  return claims.flatMap(({ path, claim }) =>
    listValues(claim.resources, [...path, 'resources']).flatMap((leaf) =>
      check(object, leaf.path.join('.'), leaf.value, QUANTITY),
    ),
  );
}

/** The leaves that have a value: an empty map or list has none to ask for. */
function listValues(value: unknown, path: readonly string[] = []) {
  return listLeaves(value, path).filter((leaf) => typeof leaf.value !== 'object');
}
