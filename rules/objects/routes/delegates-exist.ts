import { indexKind } from '../../../objects/identity';
import { findVirtualServices, listDelegates } from '../../../objects/virtual-services';
import type { ObjectRule } from '../../rule';

/**
 * A VirtualService that a route delegates to is rendered: Istio leaves out a route to any other, and answers its requests with 404.
 *
 * Source: istio/istio, pilot/pkg/model, mergeVirtualServicesIfNeeded.
 */
export const delegatesExist: ObjectRule = (objects) => {
  const known = indexKind(objects, 'VirtualService.networking.istio.io');
  return findVirtualServices(objects).flatMap((virtual) =>
    listDelegates(virtual)
      .filter(({ name }) => !known.has(name))
      .map(({ name, field }) => ({
        object: virtual.object,
        field,
        value: name,
        problem: 'no such VirtualService is rendered: Istio leaves out the route',
        fix: "name one without hosts, with its 'namespace' if that is another one",
      })),
  );
};
