import { isKind } from '../../objects/identity';
import { listObjects, type KubernetesObject } from '../../objects/object';
import { findVirtualServices, type HttpMatch } from '../../objects/virtual-services';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { show, showChange, showPath } from '../show';

type Fields = Readonly<Record<string, unknown>>;

/** How requests are shared out, copied, delayed or given up. */
export function traffic({ differences }: Comparison): Finding[] {
  return differences.objects.flatMap((each) => {
    const { before, after } = each;
    if (!before || !after) return [];
    if (isKind(after, 'VirtualService.networking.istio.io')) return routeFindings(each, before, after);
    if (!isKind(after, 'DestinationRule.networking.istio.io')) return [];
    return each.fields
      .filter(({ path }) => path[1] === 'trafficPolicy' || path[1] === 'subsets')
      .map((field): Finding => ({
        kind: 'traffic',
        subject: `${each.id} ${showPath(field.path)}`,
        text: `${each.name}: ${showPath(field.path.slice(1))} ${showChange(field)}`,
        fields: [field],
      }));
  });
}

function routeFindings(
  each: Difference<KubernetesObject>,
  before: KubernetesObject,
  after: KubernetesObject,
): Finding[] {
  const [old, now] = [listTreatments(before), listTreatments(after)];
  const fields = each.fields.filter(
    ({ path }) => path[0] === 'spec' && /^(http|tcp|tls)$/.test(path[1] ?? ''),
  );
  return [...now].flatMap(([route, parts]): Finding[] => {
    const was = old.get(route);
    if (!was) return [];
    const changes = [...new Set([...parts.keys(), ...was.keys()])]
      .filter((part) => parts.get(part) !== was.get(part))
      .map((part) => `${part} ${was.get(part) ?? 'none'} -> ${parts.get(part) ?? 'none'}`);
    if (changes.length === 0) return [];
    return [
      {
        kind: 'traffic',
        subject: `${each.id} ${route}`,
        text: `${each.name}, requests to ${route}: ${changes.join('; ')}`,
        fields,
      },
    ];
  });
}

/** What happens to the requests of each route, by its conditions. */
function listTreatments(object: KubernetesObject): Map<string, Map<string, string>> {
  const [virtual] = findVirtualServices([object]);
  return new Map(
    (virtual?.routes ?? []).map(({ route, by }) => {
      const { match, route: shares, mirrors, ...rest } = route as Fields;
      const parts = Object.entries(rest).map(([name, value]) => [name, show(value)] as const);
      return [
        describeMatch(match as readonly HttpMatch[] | undefined, by),
        new Map([
          ['to', describeShares(shares)],
          ...(mirrors ? [['copied to', describeShares(mirrors)] as const] : []),
          ...parts,
        ]),
      ];
    }),
  );
}

function describeMatch(match: readonly HttpMatch[] = [], by: string): string {
  if (match.length === 0) return by === 'http' ? 'all paths' : 'all connections';
  return match
    .map(({ uri, ...rest }) => {
      const path = uri?.exact ?? (uri?.prefix === undefined ? (uri?.regex ?? '*') : `${uri.prefix}*`);
      return Object.keys(rest).length > 0 ? `${path} with ${show(rest)}` : path;
    })
    .join(' or ');
}

interface Share {
  readonly destination?: {
    readonly host?: string;
    readonly subset?: string;
    readonly port?: { readonly number?: number };
  };
  readonly weight?: number;
  readonly percentage?: { readonly value?: number };
}

function describeShares(shares: unknown): string {
  return listObjects<Share>(shares)
    .map(({ destination = {}, weight, percentage }) => {
      const part = weight ?? percentage?.value ?? 100;
      return `${(destination.host ?? '').split('.svc.')[0]}${destination.subset ? ` ${destination.subset}` : ''} ${part} %`;
    })
    .toSorted()
    .join(', ');
}
