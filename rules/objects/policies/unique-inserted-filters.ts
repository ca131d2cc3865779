import { labelKey, getSelectorLabels } from '../../../objects/selectors';
import { filterKind } from '../../../objects/identity';
import { getSpec, listObjects, type KubernetesObject } from '../../../objects/object';
import type { ObjectFault, ObjectRule } from '../../rule';

interface Patch {
  readonly applyTo?: string;
  readonly match?: { readonly context?: string; readonly listener?: { readonly portNumber?: number } };
  readonly patch?: { readonly operation?: string; readonly value?: { readonly name?: unknown } };
}

/**
 * A filter is inserted once into the same proxies: Envoy runs each copy, with the settings that routes have for a filter of this name, so
 * that a rate limit counts every request twice.
 *
 * Source: Envoy documentation, HTTP filters, Per-route configuration.
 */
export const uniqueInsertedFilters: ObjectRule = (objects) => {
  const first = new Map<string, KubernetesObject>();
  return filterKind(objects, 'EnvoyFilter.networking.istio.io').flatMap((object) =>
    listObjects<Patch>(getSpec(object).configPatches).flatMap((each, index): ObjectFault[] => {
      const { applyTo, match = {}, patch = {} } = each;
      const name = patch.value?.name;
      if (applyTo !== 'HTTP_FILTER' || !patch.operation?.startsWith('INSERT_') || typeof name !== 'string')
        return [];
      const key = JSON.stringify([
        labelKey(object.metadata.namespace),
        Object.entries(getSelectorLabels(object)).toSorted(),
        match.context,
        match.listener?.portNumber,
        name,
      ]);
      const twin = first.get(key);
      if (twin === undefined) first.set(key, object);
      if (twin === undefined) return [];
      return [
        {
          object,
          field: `spec.configPatches.${index}`,
          value: name,
          problem: `'${twin.metadata.name}' inserts this filter into the same proxies: it would run twice, and a rate limit count each request twice`,
          fix: "insert it once, and remove it here; limits of the engine are the settings 'rateLimit' and 'rateLimits'",
        },
      ];
    }),
  );
};
