import { objectId } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { listOpenings, type Opening } from '../openings';
import { listDeletions } from '../deletions';
import { showNames } from '../show';

const KIND = /^(Gateway|VirtualService|HTTPRoute)$/;

/** How something is reached, in words. */
const SCHEMES: Readonly<Record<string, string>> = {
  https: 'over HTTPS',
  http: 'in plaintext',
  tls: 'as TLS that the workload ends itself',
};

/** Which hosts, paths and plaintext an ingress gateway newly lets in, and which no longer. */
export function exposure({ before, after, differences }: Comparison): Finding[] {
  const changed = differences.objects.filter((each) => KIND.test((each.after ?? each.before)!.kind));
  if (changed.length === 0) return [];
  const [old, now] = [listOpenings(before.objects), listOpenings(after.objects)];
  const isServed = ({ scheme }: Opening) => scheme !== 'redirect';
  return [
    ...describeAll('open', now.filter(isServed), old.filter(isServed), changed),
    ...describeAll('close', old.filter(isServed), now.filter(isServed), changed),
    ...describeMoves(old, now, changed),
    ...describeRedirects(old, now, changed),
  ];
}

const placeOf = ({ gateway, host, scheme, port }: Opening) => [gateway, host, scheme, port].join(' ');

/** Whether all requests of one opening are among those of another of the same place. */
function covers({ requests: wide }: Opening, { requests }: Opening): boolean {
  return (
    wide === requests || (/^\/\S*\*$/.test(wide) && requests.split(' ')[0]!.startsWith(wide.slice(0, -1)))
  );
}

/** The openings of one side that the other does not have; a line for each host. */
function describeAll(
  kind: 'open' | 'close',
  some: readonly Opening[],
  others: readonly Opening[],
  changed: readonly Difference<KubernetesObject>[],
): Finding[] {
  const known = Map.groupBy(others, placeOf);
  const alike = Map.groupBy(
    some.filter((each) => !(known.get(placeOf(each)) ?? []).some((other) => covers(other, each))),
    placeOf,
  );
  const hosts = new Set(others.map(({ gateway, host }) => `${gateway} ${host}`));
  const ways = new Set(others.map(({ gateway, host, scheme }) => [gateway, host, scheme].join(' ')));
  return [...alike].map(([subject, group]): Finding => {
    const { gateway, host, scheme, port } = group[0]!;
    const isNewHost = !hosts.has(`${gateway} ${host}`);
    const isWhole = !ways.has([gateway, host, scheme].join(' '));
    const requests = showNames(group.map((each) => each.requests).filter(Boolean), 6);
    const what = isWhole || requests === 'undefined' ? host : `${requests} of ${host}`;
    const to = [...new Set(group.flatMap(({ destinations }) => destinations))];
    const made = new Set(group.flatMap(({ objects }) => objects.map(objectId)));
    const explained = changed.filter(({ id }) => made.has(id));
    const stale = kind === 'close' ? explained.filter((each) => !each.after) : [];
    return {
      kind,
      certainty: stale.length > 0 ? 'may' : 'will',
      subject,
      text: `${kind}s ${what} ${SCHEMES[scheme]} on port ${port} of ${gateway}${to.length > 0 ? `, to ${showNames(to)}` : ''}`,
      fields: explained.flatMap(({ fields }) => fields.filter(isPlace)),
      items: explained.filter((each) => !each.before || !each.after),
      consequences: [
        ...listDeletions(stale),
        ...(kind === 'open' && isNewHost
          ? [
              {
                kind: 'manual',
                subject: host,
                text: `${host} needs a DNS record that names the address of ${gateway}`,
              } satisfies Finding,
            ]
          : []),
      ],
    };
  });
}

/** Requests that are let in on both sides, and that go to another workload; where there is a route of their own on one side, by that. */
function describeMoves(
  old: readonly Opening[],
  now: readonly Opening[],
  changed: readonly Difference<KubernetesObject>[],
): Finding[] {
  const before = Map.groupBy(old, placeOf);
  const after = Map.groupBy(now, placeOf);
  const ways = new Map([...old, ...now].map((each) => [`${placeOf(each)} ${each.requests}`, each]));
  return [...ways].flatMap(([subject, way]): Finding[] => {
    const [was, is] = [before, after].map((side) =>
      (side.get(placeOf(way)) ?? []).find((each) => covers(each, way)),
    );
    const [from, to] = [was, is].map((each) => showNames(each?.destinations ?? []));
    if (!was || !is || from === to) return [];
    const made = new Set([...was.objects, ...is.objects].map(objectId));
    return [
      {
        kind: 'traffic',
        subject,
        text: `requests to ${way.requests} of ${way.host} go to ${to}, and no longer to ${from}`,
        fields: changed.filter(({ id }) => made.has(id)).flatMap(({ fields }) => fields.filter(isPlace)),
      },
    ];
  });
}

/** Plain HTTP that is newly sent to HTTPS, or no longer, of hosts that are served on both sides. */
function describeRedirects(
  old: readonly Opening[],
  now: readonly Opening[],
  changed: readonly Difference<KubernetesObject>[],
): Finding[] {
  const hostOf = ({ gateway, host }: Opening) => `${gateway} ${host}`;
  const redirected = (all: readonly Opening[]) =>
    new Map(all.filter(({ scheme }) => scheme === 'redirect').map((each) => [hostOf(each), each]));
  const [was, is] = [redirected(old), redirected(now)];
  const [servedBefore, servedNow] = [old, now].map((all) => new Set(all.map(hostOf)));
  const differing = [...was, ...is].filter(([place]) => was.has(place) !== is.has(place));
  return differing
    .filter(([place]) => servedBefore!.has(place) && servedNow!.has(place))
    .map(([place, { host, objects }]): Finding => {
      const made = new Set(objects.map(objectId));
      return {
        kind: 'change',
        subject: place,
        text: `plain HTTP to ${host} is ${is.has(place) ? '' : 'no longer '}sent to HTTPS`,
        fields: changed.filter(({ id }) => made.has(id)).flatMap(({ fields }) => fields.filter(isPlace)),
      };
    });
}

/** Whether a field is a part of where something is reached; shares, timeouts and the like are others. */
function isPlace({ path }: { readonly path: readonly string[] }): boolean {
  return !path.some((part) =>
    [
      'timeout',
      'retries',
      'weight',
      'mirrors',
      'mirror',
      'fault',
      'corsPolicy',
      'credentialName',
      'minProtocolVersion',
      'mode',
    ].includes(part),
  );
}
