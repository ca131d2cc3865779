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

/** A key of labels and annotations. Source: Kubernetes documentation, Labels and Selectors (syntax and character set). */
export const METADATA_KEY: NamePattern = {
  pattern:
    /^((?=[^/]{1,253}\/)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  description:
    'a key: NAME or DOMAIN/NAME, with a name of 1 to 63 letters, digits, hyphens, underscores and dots, and a letter or digit at both ends',
};

/** The value of a label. Source: the same. */
export const LABEL_VALUE: NamePattern = {
  pattern: /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
  description:
    'at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends',
};
