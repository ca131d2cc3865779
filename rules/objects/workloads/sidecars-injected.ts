import { getPodTemplate, podPath } from '../../../objects/pod-template';
import { findOptOut } from '../../../objects/sidecar';
import type { ObjectRule } from '../../rule';

/**
 * Where policies say who may call whom, every pod has a sidecar, which enforces them and gives it an identity.
 *
 * Source: Istio documentation, Installing the Sidecar, Controlling the injection policy.
 */
export const sidecarsInjected: ObjectRule = (objects, { namespaces }) =>
  objects.flatMap((object) => {
    const settings = namespaces[object.metadata.namespace ?? ''];
    const template = getPodTemplate(object);
    if (!template || settings?.revision === undefined || (settings.authorization ?? 'off') === 'off')
      return [];
    const optOut = findOptOut(template);
    if (!optOut) return [];
    return [
      {
        object,
        field: podPath(object, ...optOut.field),
        value: optOut.value,
        problem: `its pods have no sidecar, so they have no identity and no policy of '${object.metadata.namespace}' protects them`,
        fix: "remove it, or move the workload into a namespace without 'authorization'",
      },
    ];
  });
