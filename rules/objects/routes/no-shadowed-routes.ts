import { resolveGatewayName } from '../../../objects/gateways';
import { findVirtualServices, type HttpMatch, type VirtualService } from '../../../objects/virtual-services';
import type { ObjectRule } from '../../rule';
import { matchesAnyUri, covers } from '../../../objects/http-match';
import { listObjects, listStrings } from '../../../objects/object';

/**
 * No HTTP route of a VirtualService is hidden by an earlier one: the first match wins, so a route whose matches an earlier
 * route covers never gets a request. Routes that only several others together, or a regular expression, would hide are not
 * found.
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
        // A delegate may handle only a part of the requests.
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
            problem: `gets no request: ${by.join(' and ')} ${by.length === 1 ? 'comes' : 'come'} first and ${by.length === 1 ? 'takes' : 'take'} all of its requests`,
            fix: 'move the narrower route first, or remove it',
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
