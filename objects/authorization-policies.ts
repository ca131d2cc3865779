import { filterKind } from './identity';
import { getSpec, type KubernetesObject } from './object';

/** A rule of an AuthorizationPolicy, as far as rules look at it. */
export interface PolicyRule {
  readonly from?: readonly { readonly source?: Readonly<Record<string, readonly string[] | undefined>> }[];
  readonly to?: readonly { readonly operation?: Readonly<Record<string, readonly string[] | undefined>> }[];
  readonly when?: readonly { readonly key: string }[];
}

/** What an AuthorizationPolicy says. */
export interface AuthorizationPolicy {
  readonly object: KubernetesObject;
  readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly rules: readonly PolicyRule[];
  /** Whether it only reports. */
  readonly isDryRun: boolean;
  /** Name of the authorizer that a CUSTOM policy asks. @default none */
  readonly provider?: string;
}

/** The AuthorizationPolicies among rendered objects. */
export function findAuthorizationPolicies(objects: readonly KubernetesObject[]): AuthorizationPolicy[] {
  return filterKind(objects, 'AuthorizationPolicy.security.istio.io').map((object) => {
    const {
      action = 'ALLOW',
      rules = [],
      provider,
    } = getSpec(object) as Partial<Pick<AuthorizationPolicy, 'action' | 'rules'>> & {
      readonly provider?: { readonly name?: string };
    };
    const isDryRun = object.metadata.annotations?.['istio.io/dry-run'] === 'true';
    const name = provider?.name;
    return { object, action, rules, isDryRun, provider: typeof name === 'string' ? name : undefined };
  });
}
