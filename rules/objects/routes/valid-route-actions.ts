import { getValueAt } from '../../../model/fault';
import { duration, percentage } from '../../../model/schema/timeouts-and-retries';
import { findVirtualServices, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec } from '../../../objects/object';

type Fields = Readonly<Record<string, unknown>>;
type Broken = Omit<ObjectFault, 'object'>;

/** What an HTTP route does with a request: one of these. */
const ACTIONS = ['route', 'redirect', 'directResponse', 'delegate'];

/** Actions that answer a request, so that nothing else can be done with it. */
const TERMINAL_ACTIONS = ['redirect', 'directResponse'];
const FORWARDING_FIELDS = ['fault', 'rewrite'];

/** Least and greatest status. Istio's webhook also accepts 600, which Envoy then rejects. */
const STATUSES: Readonly<Record<string, readonly [number, number]>> = {
  'fault.abort.httpStatus': [200, 599],
  'directResponse.status': [200, 599],
  'redirect.redirectCode': [300, 399],
};

const DURATIONS = ['timeout', 'retries.perTryTimeout', 'retries.backoff', 'fault.delay.fixedDelay'];
const SHARES = [
  'fault.abort.percentage.value',
  'fault.delay.percentage.value',
  'mirrorPercentage.value',
  'mirrorPercent',
];

/**
 * A VirtualService has routes; each HTTP route has one action, with valid statuses, percentages and durations: otherwise
 * Istio's webhook rejects it.
 *
 * Source: istio/istio, pkg/config/validation, ValidateVirtualService and validateHTTPRoute.
 */
export const validRouteActions: ObjectRule = (objects) =>
  findVirtualServices(objects).flatMap((virtual) =>
    (virtual.routes.length === 0 ? [withoutRoutes(virtual)] : routeFaults(virtual)).map((broken) => ({
      object: virtual.object,
      ...broken,
    })),
  );

function withoutRoutes({ object }: VirtualService): Broken {
  return {
    field: 'spec',
    value: getSpec(object),
    problem: "has no route for http, tls or tcp: Istio's webhook rejects it",
    fix: 'add a route, or remove the VirtualService',
  };
}

function routeFaults({ routes }: VirtualService): Broken[] {
  return routes
    .filter(({ by }) => by === 'http')
    .flatMap(({ route, field }) => [
      ...actionFaults(route as Fields, field),
      ...valueFaults(route as Fields, field),
    ]);
}

function actionFaults(route: Fields, field: string): Broken[] {
  const actions = ACTIONS.filter((name) => isStated(route[name]));
  if (actions.length === 0)
    return [
      {
        field,
        value: route,
        problem: `sets none of ${ACTIONS.join(', ')}: Istio's webhook rejects a route without an action`,
        fix: "set 'route' with a destination, or another of them",
      },
    ];
  // A delegate may use the directResponse of the route that delegates to it.
  const counted = actions.includes('delegate')
    ? actions.filter((name) => name !== 'directResponse')
    : actions;
  if (counted.length > 1)
    return [
      {
        field,
        value: counted,
        problem: `has ${counted.join(' and ')}, and a route has one action: Istio's webhook rejects it`,
        fix: 'keep one of them, or make a route of each',
      },
    ];
  const [action = ''] = counted;
  if (!TERMINAL_ACTIONS.includes(action)) return [];
  return FORWARDING_FIELDS.filter((name) => isStated(route[name])).map((name) => ({
    field: `${field}.${name}`,
    value: route[name],
    problem: `cannot be combined with ${action}, which answers every request: Istio's webhook rejects it`,
    fix: `remove '${name}', or forward requests with 'route'`,
  }));
}

function valueFaults(route: Fields, at: string): Broken[] {
  const mirrored = listObjects(route.mirrors).map((_, index) => `mirrors.${index}.percentage.value`);
  const told = (name: string, problemOf: (value: unknown) => string | undefined, fix: string): Broken[] => {
    const value = getValueAt(route, name.split('.'));
    const problem = problemOf(value);
    return problem === undefined ? [] : [{ field: `${at}.${name}`, value, problem, fix }];
  };
  return [
    ...Object.entries(STATUSES).flatMap(([name, [least, greatest]]) =>
      told(
        name,
        (value) =>
          typeof value === 'number' && !isDefault(name, value) && (value < least || value > greatest)
            ? `is not a valid status for it: these are ${least} to ${greatest}`
            : undefined,
        `set a status such as ${least === 300 ? 302 : 503}`,
      ),
    ),
    ...[...SHARES, ...mirrored].flatMap((name) =>
      told(name, problemBy(percentage, 'number'), 'set a percentage from 0 to 100'),
    ),
    ...DURATIONS.flatMap((name) => told(name, problemBy(duration, 'string'), 'set a duration such as 10s')),
  ];
}

/** What a schema does not accept of a value; known-fields rejects values of other types. */
function problemBy(schema: typeof duration | typeof percentage, type: 'number' | 'string') {
  return (value: unknown) =>
    typeof value === type ? schema.safeParse(value).error?.issues[0]?.message : undefined;
}

/** A redirect with the code 0 has the code that it has without one. */
function isDefault(name: string, value: number): boolean {
  return name === 'redirect.redirectCode' && value === 0;
}

function isStated(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null;
}
