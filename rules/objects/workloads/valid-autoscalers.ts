import type { V2HPAScalingRules } from '@kubernetes/client-node';
import { getBehavior, listMetrics, METRIC_FIELDS, type Metric } from '../../../objects/autoscalers';
import { listObjects } from '../../../objects/object';
import { findAutoscalers } from '../../../objects/replicas';
import type { ObjectFault, ObjectRule } from '../../rule';

type Wrong = Omit<ObjectFault, 'object'>;

/** The field of each type of target, and the types that a metric takes; Kubernetes rejects any other. */
const TARGETS: Readonly<Record<string, string>> = {
  Utilization: 'averageUtilization',
  AverageValue: 'averageValue',
  Value: 'value',
};
const OF_RESOURCES = ['Utilization', 'AverageValue'];
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  Resource: OF_RESOURCES,
  ContainerResource: OF_RESOURCES,
  Pods: ['AverageValue'],
  Object: ['Value', 'AverageValue'],
  External: ['Value', 'AverageValue'],
};

/** What the metrics API of a cluster measures by itself. */
const MEASURED: readonly string[] = ['cpu', 'memory'];

const MAX_WINDOW = 3600;
const MAX_PERIOD = 1800;

/**
 * The metrics of an autoscaler have what their type asks for, and its behavior is within Kubernetes' limits: the API server rejects the
 * object otherwise, and a resource other than CPU and memory is never measured.
 *
 * Source: Kubernetes, pkg/apis/autoscaling/validation/validation.go; Kubernetes documentation, Resource metrics pipeline.
 */
export const validAutoscalers: ObjectRule = (objects) =>
  findAutoscalers(objects).flatMap((object) => {
    const { scaleUp, scaleDown } = getBehavior(object);
    return [
      ...listMetrics(object).flatMap((metric) => findWrongMetric(metric) ?? []),
      ...findWrongRules('spec.behavior.scaleUp', scaleUp),
      ...findWrongRules('spec.behavior.scaleDown', scaleDown),
    ].map((wrong) => ({ object, ...wrong }));
  });

function findWrongMetric({ path, type, field, source }: Metric): Wrong | undefined {
  if (field === undefined)
    return {
      field: `${path}.type`,
      value: type,
      problem: 'Kubernetes knows no such type of metric',
      fix: `set one of ${Object.keys(METRIC_FIELDS).join(', ')}`,
    };
  if (!source)
    return {
      field: `${path}.${field}`,
      value: undefined,
      problem: `a metric of type ${type} says here what it measures`,
      fix: `set '${field}', or the type of the field that is set`,
    };
  const isResource = field === 'resource' || field === 'containerResource';
  if (isResource && source.name !== undefined && !MEASURED.includes(source.name))
    return {
      field: `${path}.${field}.name`,
      value: source.name,
      problem: 'a cluster measures only CPU and memory of pods, so it would never scale by this',
      fix: `set cpu or memory, or a metric of type Pods with an adapter that serves it`,
    };
  const { target = {} } = source;
  const accepted = ACCEPTED[type]!;
  if (!accepted.includes(target.type ?? ''))
    return {
      field: `${path}.${field}.target.type`,
      value: target.type,
      problem: `a metric of type ${type} has another type of target`,
      fix: `set ${accepted.join(' or ')}`,
    };
  const amount = TARGETS[target.type!]!;
  if (target[amount as keyof typeof target] === undefined)
    return {
      field: `${path}.${field}.target.${amount}`,
      value: undefined,
      problem: `a target of type ${target.type} has its amount here`,
      fix: `set '${amount}'`,
    };
  return undefined;
}

function findWrongRules(path: string, rules: V2HPAScalingRules | undefined): Wrong[] {
  if (!rules) return [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies } = rules;
  const within = (field: string, value: number | undefined, min: number, max: number): Wrong[] =>
    value === undefined || (value >= min && value <= max)
      ? []
      : [
          {
            field: `${path}.${field}`,
            value,
            problem: `Kubernetes accepts ${min} to ${max}`,
            fix: 'set a number within these',
          },
        ];
  const oneOf = (field: string, value: string | undefined, words: readonly string[]): Wrong[] =>
    value === undefined || words.includes(value)
      ? []
      : [
          {
            field: `${path}.${field}`,
            value,
            problem: 'Kubernetes knows no such word here',
            fix: `set one of ${words.join(', ')}`,
          },
        ];
  return [
    ...within('stabilizationWindowSeconds', window, 0, MAX_WINDOW),
    ...oneOf('selectPolicy', selectPolicy, ['Max', 'Min', 'Disabled']),
    ...listObjects<NonNullable<typeof policies>[number]>(policies).flatMap(
      ({ type, value, periodSeconds }, index) => [
        ...oneOf(`policies.${index}.type`, type, ['Pods', 'Percent']),
        ...within(`policies.${index}.value`, value, 1, 2 ** 31 - 1),
        ...within(`policies.${index}.periodSeconds`, periodSeconds, 1, MAX_PERIOD),
      ],
    ),
  ];
}
