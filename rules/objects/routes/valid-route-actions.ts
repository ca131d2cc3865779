import { getValueAt } from '../../../model/fault';
import { duration, percentage } from '../../../model/schema/timeouts-and-retries';
import { findVirtualServices, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects, getSpec } from '../../../objects/object';

type Fields = Readonly<Record<string, unknown>>;
type Broken = Omit<ObjectFault, 'object'>;

/** What a route for HTTP may do with a request, one of them. */
const ACTIONS = ['route', 'redirect', 'directResponse', 'delegate'];

/** Actions that answer a request, so that nothing else can be done with it. */
const TERMINAL_ACTIONS = ['redirect', 'directResponse'];
const FORWARDING_FIELDS = ['fault', 'rewrite'];

/** Least and greatest status. Istio's webhook takes 600 too, which Envoy then refuses. */
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
 * A VirtualService has routes; each HTTP route does one thing, with statuses, shares and durations that there are: Istio's webhook refuses
 * it otherwise.
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
    problem: "has no route for http, tls or tcp: Istio's webhook refuses it",
    fix: 'state a route, or take the VirtualService out',
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
        problem: `has none of ${ACTIONS.join(', ')}: Istio's webhook refuses a route that does nothing`,
        fix: "state 'route' with a destination, or another of them",
      },
    ];
  // What a route hands on may be answered with its directResponse.
  const counted = actions.includes('delegate')
    ? actions.filter((name) => name !== 'directResponse')
    : actions;
  if (counted.length > 1)
    return [
      {
        field,
        value: counted,
        problem: `has ${counted.join(' and ')}, and a route does one thing: Istio's webhook refuses it`,
        fix: 'keep one of them, or make a route of each',
      },
    ];
  const [action = ''] = counted;
  if (!TERMINAL_ACTIONS.includes(action)) return [];
  return FORWARDING_FIELDS.filter((name) => isStated(route[name])).map((name) => ({
    field: `${field}.${name}`,
    value: route[name],
    problem: `stands beside ${action}, which answers every request: Istio's webhook refuses it`,
    fix: `take '${name}' out, or lead requests on with 'route'`,
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
            ? `is no status that there is for it, which are ${least} to ${greatest}`
            : undefined,
        `state a status such as ${least === 300 ? 302 : 503}`,
      ),
    ),
    ...[...SHARES, ...mirrored].flatMap((name) =>
      told(name, problemBy(percentage, 'number'), 'state a share from 0 to 100'),
    ),
    ...DURATIONS.flatMap((name) => told(name, problemBy(duration, 'string'), 'state a duration such as 10s')),
  ];
}

/** What a form says against a value; what has another type is known-fields' to refuse. */
function problemBy(form: typeof duration | typeof percentage, type: 'number' | 'string') {
  return (value: unknown) =>
    typeof value === type ? form.safeParse(value).error?.issues[0]?.message : undefined;
}

/** A redirect with the code 0 has the code that it has without one. */
function isDefault(name: string, value: number): boolean {
  return name === 'redirect.redirectCode' && value === 0;
}

function isStated(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null;
}
