import { filterKind, objectId } from '../../objects/identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from '../../objects/object';
import { getPodTemplate } from '../../objects/pod-template';
import { createPodFinder } from '../../objects/selectors';
import type { Comparison, Finding } from '../findings';
import { showNames } from '../show';

const ANY = 'any host';

/** Which workloads may newly leave the mesh, for which hosts, and which may no longer. */
export function egress({ before, after, differences }: Comparison): Finding[] {
  const changed = differences.objects.filter((each) =>
    /^(Sidecar|ServiceEntry)$/.test((each.after ?? each.before)!.kind),
  );
  if (changed.length === 0) return [];
  const [old, now] = [listHosts(before.objects), listHosts(after.objects)];
  const changes = [...now].flatMap(([id, { name, hosts }]) => {
    const was = old.get(id)?.hosts;
    if (!was) return [];
    const news =
      hosts.has(ANY) && !was.has(ANY) ? [ANY] : [...hosts].filter((host) => !was.has(host) && !was.has(ANY));
    const gone =
      was.has(ANY) && !hosts.has(ANY)
        ? [ANY]
        : [...was].filter((host) => !hosts.has(host) && !hosts.has(ANY));
    return [
      ...news.map((host) => ({ name, host, kind: 'open' as const })),
      ...gone.map((host) => ({ name, host, kind: 'close' as const })),
    ];
  });
  const alike = [...Map.groupBy(changes, ({ kind, host }) => `${kind} ${host}`).values()];
  const networks = differences.objects.filter(({ after: each }) => each?.kind === 'NetworkPolicy');
  const fields = [
    ...changed.flatMap((each) => each.fields),
    ...networks.flatMap((each) => each.fields.filter(({ path }) => path[1] === 'egress')),
  ];
  const items = changed.filter((each) => !each.before || !each.after);
  return alike.map((group, index) => {
    const { kind, host } = group[0]!;
    const names = showNames(group.map(({ name }) => name));
    const verb = kind === 'open' ? 'may leave the mesh' : 'may no longer leave the mesh';
    const but = kind === 'close' && host === ANY ? 'but those that are declared' : '';
    return {
      kind,
      subject: `${host} ${names}`,
      text: `${names} ${verb} for ${host}${but && ` ${but}`}`,
      // Together they are the cause of all of these.
      ...(index === 0 && { fields, items }),
    };
  });
}

interface Leaving {
  readonly name: string;
  readonly hosts: ReadonlySet<string>;
}

/** The hosts that the sidecars of each workload let out, by the id of its object. */
function listHosts(objects: readonly KubernetesObject[]): Map<string, Leaving> {
  const pods = objects.filter((object) => getPodTemplate(object) !== undefined);
  const podsOf = createPodFinder(pods);
  const sidecars = new Map<KubernetesObject, KubernetesObject>();
  for (const sidecar of filterKind(objects, 'Sidecar.networking.istio.io'))
    for (const each of podsOf(sidecar)) if (!sidecars.has(each)) sidecars.set(each, sidecar);
  const entries = Map.groupBy(
    filterKind(objects, 'ServiceEntry.networking.istio.io'),
    ({ metadata }) => metadata.namespace,
  );
  return new Map(
    pods.map((each) => {
      const { namespace, name } = each.metadata;
      const hosts = (entries.get(namespace) ?? []).flatMap((entry) => listStrings(getSpec(entry).hosts));
      return [objectId(each), { name: `${namespace}/${name}`, hosts: letOut(sidecars.get(each), hosts) }];
    }),
  );
}

function letOut(sidecar: KubernetesObject | undefined, hosts: readonly string[]): ReadonlySet<string> {
  const spec = sidecar ? getSpec(sidecar) : {};
  const { mode } = (spec.outboundTrafficPolicy ?? {}) as { mode?: string };
  if (mode !== 'REGISTRY_ONLY') return new Set([ANY]);
  const stated = listObjects<{ hosts?: readonly string[] }>(spec.egress).flatMap((each) => each.hosts ?? []);
  // `~` is no namespace.
  const near = stated.map((host) => host.split('/')).filter(([namespace]) => namespace !== '~');
  const names = new Set(near.map((parts) => parts.at(-1)!));
  return new Set(hosts.filter((host) => names.has(host) || names.has('*')));
}
