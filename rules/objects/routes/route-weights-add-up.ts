import { findVirtualServices, type RouteDestination } from '../../../objects/virtual-services';
import type { ObjectFault, ObjectRule } from '../../rule';
import { listObjects } from '../../../objects/object';

/**
 * The weights of a route add up to 100, so they read as percentages; Istio accepts any sum, and sends nothing to a destination
 * without a weight. A single destination needs no weight.
 */
export const routeWeightsAddUp: ObjectRule = (objects) =>
  findVirtualServices(objects).flatMap(({ object, routes }) =>
    routes.flatMap(({ route, field }): ObjectFault[] => {
      const shares = listObjects<RouteDestination>(route.route);
      const weights = shares.map(({ weight }) => weight);
      if (shares.length === 0 || (shares.length === 1 && weights[0] === undefined)) return [];
      const at = { object, field: `${field}.route`, value: weights };
      const fix = 'set weights that add up to 100';
      if (weights.some((weight = 0) => weight < 0))
        return [{ ...at, problem: 'a weight is a share of the requests, and cannot be negative', fix }];
      const sum = weights.reduce<number>((all, weight = 0) => all + weight, 0);
      if (sum === 100) return [];
      return [{ ...at, problem: `the weights add up to ${sum}, not to 100`, fix }];
    }),
  );
