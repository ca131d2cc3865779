import { objectId } from '../../objects/identity';
import { createPodFinder } from '../../objects/selectors';
import { CONTROL_PLANE_NAMESPACE } from '../../mesh/gateways';
import type { Comparison, Finding } from '../findings';
import { listDeletions } from '../deletions';
import { showNames } from '../show';

/** The modes, from the one that accepts most to the one that accepts least. */
const MODES = ['DISABLE', 'PERMISSIVE', 'STRICT'];

const MEANING: Readonly<Record<string, string>> = {
  DISABLE: 'accepts plaintext only',
  PERMISSIVE: 'also accepts plaintext',
  STRICT: 'accepts only mTLS',
};

/** Which ports newly accept plaintext, and which no longer do, whatever object it comes from. */
export function mtls({ differences, reach }: Comparison): Finding[] {
  const policies = differences.objects.filter(
    (each) => (each.after ?? each.before)!.kind === 'PeerAuthentication',
  );
  const [old, now] = [reach.before(), reach.after()];
  const podsBefore = new Map(old.pods.map((object) => [objectId(object), object]));
  const changes = now.pods.flatMap((pods) => {
    const was = podsBefore.get(objectId(pods));
    if (!was) return [];
    return now.portsOf(pods).flatMap(({ port }) => {
      const [from, to] = [old.mtlsOf(was, port), now.mtlsOf(pods, port)];
      return from === to ? [] : [{ pods, port, from, to }];
    });
  });
  const alike = Map.groupBy(changes, ({ pods, from, to }) => `${pods.metadata.namespace} ${from} ${to}`);
  return [...alike.values()].map((group): Finding => {
    const { from, to } = group[0]!;
    const places = group.map(
      ({ pods, port }) => `${pods.metadata.namespace}/${pods.metadata.name} port ${port}`,
    );
    const selected = new Set(group.map(({ pods }) => pods));
    const podsOf = createPodFinder([...selected]);
    const explained = policies.filter((each) => {
      const object = (each.after ?? each.before)!;
      return object.metadata.namespace === CONTROL_PLANE_NAMESPACE || podsOf(object).length > 0;
    });
    const isWeaker = MODES.indexOf(to) < MODES.indexOf(from);
    const stale = isWeaker ? [] : explained.filter((each) => !each.after);
    return {
      kind: isWeaker ? 'weaken' : 'strengthen',
      certainty: stale.length > 0 ? 'may' : 'will',
      subject: showNames(places, 1000),
      text: `${showNames(places)} ${MEANING[to]} (${from} -> ${to})`,
      fields: explained.flatMap(({ fields }) => fields),
      items: explained.filter((each) => !each.before || !each.after),
      consequences: listDeletions(stale),
    };
  });
}
