import { isPlatformNamespace } from '../aks/namespaces';
import { serviceHost } from '../mesh/service-host';
import type { Namespaces } from './sidecar';

/**
 * A host as Istio reads it: a name without a dot is a Service of the object's own namespace, and any other is taken as it is.
 *
 * Source: istio/istio, pkg/config, ResolveShortnameToFQDN.
 */
export function resolveHost(host: string, namespace?: string): string {
  return host === '*' || host.includes('.') ? host : serviceHost(host, namespace);
}

/** Name and namespace of the Service that a host is meant to be, whole or cut short; undefined for a host that is none. */
export function parseServiceHost(
  host: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)\.svc(?:\.cluster(?:\.local)?)?$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** Whether a host is a Service of what AKS and Kubernetes run themselves, which is not rendered. */
export function isSystemHost(host: string, { namespaces }: Namespaces): boolean {
  const service = parseServiceHost(host);
  if (!service) return false;
  return isPlatformNamespace(service.namespace) && !Object.hasOwn(namespaces, service.namespace);
}

/** Whether a host is an IPv4 address instead of a name. */
export function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host);
}

/** Every pattern that covers a host, the host itself first: for an index instead of a search. */
export function matchingPatterns(host: string): string[] {
  const labels = host.replace(/^\*\.?/, '').split('.');
  const wildcards = labels.map(
    (_, index) => `*.${labels.slice(host.startsWith('*') ? index : index + 1).join('.')}`,
  );
  return [...new Set([host, ...wildcards.filter((each) => each !== '*.'), '*'])];
}

/** Whether one of two hosts covers the other, as equal ones do. */
export function overlap(one: string, other: string): boolean {
  return matchingPatterns(one).includes(other) || matchingPatterns(other).includes(one);
}
