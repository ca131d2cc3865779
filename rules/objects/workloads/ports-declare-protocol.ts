import type { V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';
import { parseProtocol, PROTOCOLS } from '../../../mesh/protocols';
import { listObjects, getSpec } from '../../../objects/object';
import { filterKind } from '../../../objects/identity';
import { getRevision } from '../../../objects/sidecar';
import type { ObjectRule } from '../../rule';

/** Ports that Istio treats as TCP if nothing else is declared, without looking at the bytes. Source: istio/istio, pkg/config/kube/conversion.go. */
const WELL_KNOWN = [25, 53, 3306, 27017];

/** Values of `appProtocol` that Kubernetes itself defines, and Istio knows. Source: Istio documentation, Protocol Selection. */
const KUBERNETES = ['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'];

/**
 * A port of a Service in the mesh declares its protocol: otherwise Istio guesses from the first bytes, which stalls protocols
 * in which the server speaks first, and no policy can match requests.
 *
 * Source: Istio documentation, Protocol Selection.
 */
export const portsDeclareProtocol: ObjectRule = (objects, environment) =>
  filterKind(objects, 'Service').flatMap((object) => {
    const { type, ports } = getSpec<V1ServiceSpec>(object);
    if (getRevision(object, environment) === undefined || type === 'ExternalName') return [];
    return listObjects<V1ServicePort>(ports).flatMap(
      ({ name, appProtocol, protocol = 'TCP', port = 0 }, index) => {
        const told = appProtocol ?? name;
        const isTold = parseProtocol(told ?? '') !== undefined || KUBERNETES.includes(appProtocol ?? '');
        if (isTold || protocol !== 'TCP' || WELL_KNOWN.includes(port)) return [];
        return [
          {
            object,
            field: `spec.ports.${index}.${appProtocol === undefined ? 'name' : 'appProtocol'}`,
            value: told,
            problem: `does not declare the protocol of port ${port}, so Istio guesses it`,
            fix: `start the port's name with its protocol, such as 'http' or 'tcp-${name ?? 'data'}', or set 'appProtocol'; Istio knows ${PROTOCOLS.join(', ')}`,
          },
        ];
      },
    );
  });
