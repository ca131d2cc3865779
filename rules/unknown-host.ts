import { isSystemNamespace } from '../aks/namespaces';
import { serviceHost } from '../mesh/service-host';
import { parseServiceHost, resolveHost } from '../objects/hosts';
import type { ServiceRegistry } from '../objects/service-registry';

/** What is wrong with a host, in words. */
interface UnknownHost {
  readonly problem: string;
  readonly fix: string;
}

const NAMED = 'name a Service of this environment, or a host of a ServiceEntry';

/** What AKS runs beside what every cluster has is not known here. */
const WAIVE = 'if an add-on of AKS brings the Service, waive the rule for this object (docs/rules.md)';

/** Says why Istio does not know a host that an object of a namespace names; undefined for one that is known. */
export function describeUnknownHost(
  stated: string,
  namespace: string | undefined,
  { find, hasAny }: ServiceRegistry,
): UnknownHost | undefined {
  const host = resolveHost(stated, namespace);
  if (host.startsWith('*') ? hasAny(host) || host === '*.local' : find(host)) return undefined;
  const [name = '', other = ''] = host.split('.');
  const fullName = serviceHost(name, other);
  if (fullName !== host && /^[^.]+\.[^.]+(\.svc)?$/.test(host) && find(fullName))
    return {
      problem: `Istio reads a name with a dot as a full name, and knows no host '${host}'`,
      fix: `use the full name: ${fullName}`,
    };
  const service = parseServiceHost(host);
  if (!service)
    return {
      problem: `no ServiceEntry with ${host.startsWith('*') ? 'a host of' : 'the host'} ${host} is rendered, and without one Istio does not know it`,
      fix: NAMED,
    };
  const own = serviceHost(service.name, namespace);
  return {
    problem: `no Service ${service.namespace}/${service.name} is rendered`,
    fix: find(own)
      ? `did you mean ${own}?`
      : `${NAMED}${isSystemNamespace(service.namespace) ? `; ${WAIVE}` : ''}`,
  };
}

/** Whether a host is meant to be in the cluster: a name without dots, or the name of a Service or a part of one in a namespace of these. */
export function isClusterHost(host: string, namespaces: Readonly<Record<string, unknown>>): boolean {
  const [, namespace, ...rest] = host.split('.');
  if (namespace === undefined) return host !== '*';
  if (/\.svc(\.cluster(\.local)?)?$/.test(host)) return true;
  return rest.length === 0 && Object.hasOwn(namespaces, namespace);
}
