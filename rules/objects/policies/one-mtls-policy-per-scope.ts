import type { ObjectRule } from '../../rule';
import { findPeerAuthentications } from '../../../objects/effective-mtls';
import { getSelectorLabels } from '../../../objects/selectors';

/** Each scope has one PeerAuthentication: of two, only the older one counts, and istioctl reports nothing. */
export const oneMtlsPolicyPerScope: ObjectRule = (objects) => {
  const first = new Map<string, string>();
  return findPeerAuthentications(objects).flatMap((object) => {
    const { namespace, name } = object.metadata;
    const selector = Object.entries(getSelectorLabels(object))
      .toSorted()
      .map((pair) => pair.join('='));
    const scope = `${namespace} ${selector.join()}`;
    const other = first.get(scope);
    first.set(scope, other ?? name);
    if (other === undefined) return [];
    return [
      {
        object,
        problem: `is for the same pods as '${other}': only the older of the two counts`,
        fix: 'merge them into one',
      },
    ];
  });
};
