import { objectId } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import type { Difference } from '../differences';
import type { Comparison, Finding } from '../findings';
import { listOpenings, type Opening } from '../openings';
import { showNames } from '../show';

const KIND = /^(Gateway|VirtualService|HTTPRoute)$/;

/** How something is reached, in words. */
const SCHEMES: Readonly<Record<string, string>> = {
  https: 'over HTTPS',
  http: 'in plaintext',
  tls: 'as TLS that the workload ends itself',
  redirect: 'in plaintext, to be sent to HTTPS',
};

/** Which hosts, paths and plaintext an ingress gateway newly lets in, and which no longer. */
export function exposure({ before, after, differences }: Comparison): Finding[] {
  const changed = differences.objects.filter((each) => KIND.test((each.after ?? each.before)!.kind));
  if (changed.length === 0) return [];
  const [old, now] = [listOpenings(before.objects), listOpenings(after.objects)];
  return [...describeAll('open', now, old, changed), ...describeAll('close', old, now, changed)];
}

const key = ({ gateway, host, scheme, port, requests }: Opening) =>
  [gateway, host, scheme, port, requests].join(' ');

/** The openings of one side that the other does not have; a line for each host. */
function describeAll(
  kind: 'open' | 'close',
  some: readonly Opening[],
  others: readonly Opening[],
  changed: readonly Difference<KubernetesObject>[],
): Finding[] {
  const known = new Set(others.map(key));
  const alike = Map.groupBy(
    some.filter((each) => !known.has(key(each))),
    ({ gateway, host, scheme, port }) => [gateway, host, scheme, port].join(' '),
  );
  const hosts = new Set(others.map(({ gateway, host, scheme }) => [gateway, host, scheme].join(' ')));
  return [...alike].map(([subject, group]): Finding => {
    const { gateway, host, scheme, port } = group[0]!;
    const isWhole = !hosts.has([gateway, host, scheme].join(' '));
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
        ...stale.map((each): Finding => ({
          kind: 'manual',
          subject: each.id,
          text: `applying deletes nothing: this holds only once ${each.name} is deleted, by hand or by pruning`,
        })),
        ...(kind === 'open' && isWhole && scheme !== 'redirect'
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
