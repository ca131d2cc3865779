/** A pattern of names, and its description in messages. */
export interface NamePattern {
  readonly pattern: RegExp;
  readonly description: string;
}

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 label). */
export const DNS_LABEL: NamePattern = {
  pattern: /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  description:
    'a DNS label: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends',
};

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 subdomain), whose parts may be longer than labels. */
export const DNS_SUBDOMAIN: NamePattern = {
  pattern: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  description:
    'a DNS name: 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part',
};

/** A name of at least two labels, or all names below one. Source: istio/istio, pkg/config/validation/agent, ValidateWildcardDomain. */
export const HOST_NAME: NamePattern = {
  pattern: /^(\*\.)?(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  description: 'a host name, or *.DOMAIN for any host of a domain',
};
