/** Names of one form: a pattern, and what it takes in words. */
export interface NameForm {
  readonly pattern: RegExp;
  readonly form: string;
}

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 label). */
export const DNS_LABEL: NameForm = {
  pattern: /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  form: 'a DNS label: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends',
};

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 subdomain), whose parts may be longer than labels. */
export const DNS_SUBDOMAIN: NameForm = {
  pattern: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  form: 'a DNS name: 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part',
};

/** A name of at least two labels, or all names below one. Source: istio/istio, pkg/config/validation/agent, ValidateWildcardDomain. */
export const HOST_NAME: NameForm = {
  pattern: /^(\*\.)?(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  form: 'a host name such as api.example.com or *.example.com',
};
