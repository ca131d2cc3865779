import { getPodTemplate } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';

const INJECT = 'sidecar.istio.io/inject';

/**
 * Where policies say who may call whom, every pod has the sidecar that holds it to them and gives it an identity.
 *
 * Source: Istio documentation, Installing the Sidecar, Controlling the injection policy.
 */
export const sidecarsInjected: ObjectRule = (objects, { namespaces }) =>
  objects.flatMap((object) => {
    const home = namespaces[object.metadata.namespace ?? ''];
    const template = getPodTemplate(object);
    if (!template || home?.revision === undefined || (home.authorization ?? 'off') === 'off') return [];
    const { labels = {}, annotations = {} } = template.metadata ?? {};
    const isLeftOut = (labels[INJECT] ?? annotations[INJECT]) === 'false';
    const isOnNode = template.spec?.hostNetwork === true;
    if (!isLeftOut && !isOnNode) return [];
    return [
      {
        object,
        field: isLeftOut ? `pod ${INJECT}` : 'pod spec.hostNetwork',
        value: isLeftOut ? 'false' : true,
        problem: `its pods have no sidecar, so that they have no identity and no policy of '${object.metadata.namespace}' protects them`,
        fix: "take it out, or move the workload into a namespace without 'authorization'",
      },
    ];
  });
