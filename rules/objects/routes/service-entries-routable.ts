import { DNS_CAPTURE } from '../../../mesh/dns-capture';
import { findProtocolConflict, matchedBy } from '../../../mesh/outside-ports';
import { createCaptureFinder } from '../../../objects/dns-capture';
import { matchingPatterns, resolveHost } from '../../../objects/hosts';
import { describeObject, filterKind } from '../../../objects/identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from '../../../objects/object';
import type { ObjectFault, ObjectRule } from '../../rule';

interface Port {
  readonly number?: number;
  readonly targetPort?: number;
  readonly protocol?: string;
}

/** Label by which an entry gets no address. Source: Istio documentation, Resource Labels. */
const ALLOCATES = 'networking.istio.io/enable-autoallocate-ip';

/**
 * A ServiceEntry can be matched: what is spoken on its port starts with what its protocol is read by, and TCP has addresses, or sidecars
 * that capture DNS to get one.
 *
 * Source: istio/istio 1.30.3, pkg/config/analysis, ServiceEntryAddressesRequired (IST0134), pilot/pkg/networking/serviceentry; istio/istio
 * issue 6587.
 */
export const serviceEntriesRoutable: ObjectRule = (objects, environment) => {
  const withoutCapture = createCaptureFinder(objects, environment);
  const encrypted = listEncryptedHosts(objects);
  return filterKind(objects, 'ServiceEntry.networking.istio.io').flatMap((object) => {
    const hosts = listStrings(getSpec(object).hosts);
    const isEncrypted = hosts.some((host) => matchingPatterns(host).some((each) => encrypted.has(each)));
    return listObjects<Port>(getSpec(object).ports).flatMap((port, index): ObjectFault[] => {
      const at = { object, field: `spec.ports.${index}`, value: port };
      const by = matchedBy(port.protocol);
      if (by === 'address') return findUnaddressed(at, port, withoutCapture);
      if (isEncrypted || typeof port.number !== 'number') return [];
      const conflict =
        findProtocolConflict(port.number, by) ??
        (by === 'host' && port.targetPort !== undefined
          ? findProtocolConflict(port.targetPort, by)
          : undefined);
      return conflict ? [{ ...at, problem: conflict.problem, fix: FIXES[conflict.instead] }] : [];
    });
  });
};

const FIXES = {
  host: "set the port's 'protocol' to HTTP",
  'server name':
    "set the port's 'protocol' to TLS; or, where the application sends plain HTTP, add a DestinationRule with 'tls' for this host",
  address: `set the port's 'protocol' to TCP and the 'addresses' of the host, or let sidecars capture DNS (${DNS_CAPTURE}) and set 'resolution' DNS`,
};

function findUnaddressed(
  at: Pick<ObjectFault, 'object' | 'field' | 'value'>,
  { number }: Port,
  withoutCapture: (entry: KubernetesObject) => KubernetesObject | undefined,
): ObjectFault[] {
  const { object } = at;
  const { addresses, hosts, resolution = 'NONE' } = getSpec(object);
  if (listStrings(addresses).length > 0) return [];
  const problem = `TCP is matched by address: without any, it matches every call to port ${number}`;
  const getsNone =
    resolution === 'NONE' ||
    object.metadata.labels?.[ALLOCATES]?.toLowerCase() === 'false' ||
    listStrings(hosts).some((host) => host.startsWith('*'));
  if (getsNone)
    return [
      {
        ...at,
        problem: `${problem}, and an entry of a wildcard, of the resolution NONE or with the label ${ALLOCATES}: 'false' gets none by itself`,
        fix: "set 'addresses', one host an entry",
      },
    ];
  const pods = withoutCapture(object);
  if (!pods) return [];
  return [
    {
      ...at,
      problem: `${problem} of ${describeObject(pods)}, whose sidecar does not capture DNS`,
      fix: `set 'addresses', or let the sidecar capture DNS, which gives the entry one: ${DNS_CAPTURE}: 'true' in 'mesh.config' defaultConfig.proxyMetadata, or in the annotation proxy.istio.io/config of the pods`,
    },
  ];
}

/** The hosts for which a DestinationRule makes sidecars encrypt what applications send. */
function listEncryptedHosts(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  interface Policy {
    readonly tls?: { readonly mode?: string };
    readonly portLevelSettings?: unknown;
  }
  const encrypts = ({ tls }: Policy) => tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL';
  return new Set(
    filterKind(objects, 'DestinationRule.networking.istio.io').flatMap((object) => {
      const { host, trafficPolicy } = getSpec<{ host: string; trafficPolicy: Policy }>(object);
      const policies = [trafficPolicy ?? {}, ...listObjects<Policy>(trafficPolicy?.portLevelSettings)];
      if (typeof host !== 'string' || !policies.some(encrypts)) return [];
      return [resolveHost(host, object.metadata.namespace)];
    }),
  );
}
