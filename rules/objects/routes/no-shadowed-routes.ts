import { resolveGatewayName } from '../../../objects/gateways';
import { findVirtualServices, type HttpMatch, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectRule } from '../../rule';
import { matchesAnyUri, covers } from '../../../objects/http-match';
import { listObjects, listStrings } from '../../../objects/object';

/**
 * No HTTP route of a VirtualService is hidden: the first route that matches takes a request, so that one whose matches all stand in an
 * earlier route, or in a wider one, takes none. What only several routes together, or a regular expression, would hide is not found.
 */
export const noShadowedRoutes: ObjectRule = (objects) =>
  findVirtualServices(objects).flatMap((virtual) => {
    const earlier = new Map<string, Placed[]>();
    return virtual.routes
      .filter(({ by }) => by === 'http')
      .flatMap(({ route, field }) => {
        const matches = listMatches(virtual, route.match);
        const hiding = matches.map((match) =>
          keysAbove(match)
            .flatMap((key) => earlier.get(key) ?? [])
            .find((each) => covers(each.match, match)),
        );
        // Of what is handed on, another VirtualService may take a part only.
        if (route.delegate === undefined)
          for (const match of matches) {
            const alike = earlier.get(toKey(match)) ?? [];
            earlier.set(toKey(match), alike);
            alike.push({ match, field });
          }
        if (!hiding.every((each) => each !== undefined)) return [];
        const by = [...new Set(hiding.map((each) => each.field))];
        return [
          {
            object: virtual.object,
            field,
            ...(route.match !== undefined && { value: route.match }),
            problem: `takes no request: ${by.join(' and ')} ${by.length === 1 ? 'comes' : 'come'} first and ${by.length === 1 ? 'takes' : 'take'} all that it matches`,
            fix: 'put the narrower route first, or take it out',
          },
        ];
      });
  });

interface Placed {
  readonly match: HttpMatch;
  readonly field: string;
}

/** The matches of a route, of which any one will do; a route without any matches everything. */
function listMatches({ object, gateways }: VirtualService, stated: unknown): HttpMatch[] {
  const matches = listObjects<HttpMatch>(stated);
  return (matches.length === 0 ? [{}] : matches).map((match) => {
    const own = listStrings(match.gateways).map((name) => resolveGatewayName(name, object));
    return { ...match, gateways: own.length > 0 ? own : gateways };
  });
}

/** Where a match stands in the index, by its path. */
function toKey(match: HttpMatch): string {
  if (matchesAnyUri(match)) return 'any';
  const { exact, prefix, regex } = match.uri ?? {};
  if (exact !== undefined) return `exact ${exact.toLowerCase()}`;
  return prefix === undefined ? `regex ${regex}` : `prefix ${prefix.toLowerCase()}`;
}

/** Where matches stand that may be wider. */
function keysAbove(match: HttpMatch): string[] {
  const path = (match.uri?.exact ?? match.uri?.prefix ?? '').toLowerCase();
  const prefixes = Array.from(path, (_, index) => `prefix ${path.slice(0, index + 1)}`);
  return [...new Set(['any', toKey(match), ...prefixes])];
}
