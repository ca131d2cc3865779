import { filterKind } from './identity';
import { getSpec, listObjects, listStrings, type KubernetesObject } from './object';

/** A condition of a rule on one attribute, such as `source.namespace`. */
interface Condition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** A rule of an AuthorizationPolicy, as far as rules look at it. */
export interface PolicyRule {
  readonly from?: readonly { readonly source?: Readonly<Record<string, readonly string[] | undefined>> }[];
  readonly to?: readonly { readonly operation?: Readonly<Record<string, readonly string[] | undefined>> }[];
  readonly when?: readonly Condition[];
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

/** What a rule may ask of where a call comes from. */
export type SourceKind = (typeof SOURCES)[number]['kind'];

/** The two ways to name a source: its own fields, with those that exclude, and attributes of conditions. */
const SOURCES = [
  { kind: 'namespaces', field: 'namespaces', key: 'source.namespace' },
  { kind: 'principals', field: 'principals', key: 'source.principal' },
  { kind: 'serviceAccounts', field: 'serviceAccounts', key: undefined },
  { kind: 'ipBlocks', field: 'ipBlocks', key: 'source.ip' },
  { kind: 'remoteIpBlocks', field: 'remoteIpBlocks', key: 'remote.ip' },
] as const;

/** A source that a rule names. */
export interface NamedSource {
  readonly kind: SourceKind;
  readonly field: string;
  readonly value: string;
}

/**
 * Every source that the rules of a policy name, or exclude by name.
 *
 * Source: Istio documentation, Authorization Policy, Source, and Authorization Policy Conditions.
 */
export function listSources({ rules }: AuthorizationPolicy): NamedSource[] {
  const found = (kind: SourceKind, field: string, values: unknown) =>
    listStrings(values).map((value) => ({ kind, field, value }));
  return listObjects<PolicyRule>(rules).flatMap(({ from, when }, index) => {
    const at = `spec.rules.${index}`;
    const sources = listObjects<NonNullable<PolicyRule['from']>[number]>(from).flatMap(({ source }, order) =>
      SOURCES.flatMap(({ kind, field }) =>
        [field, `not${field[0]!.toUpperCase()}${field.slice(1)}`].flatMap((name) =>
          found(kind, `${at}.from.${order}.source.${name}`, source?.[name]),
        ),
      ),
    );
    const conditions = listObjects<Condition>(when).flatMap(({ key, values, notValues }, order) =>
      SOURCES.filter((each) => each.key === key).flatMap(({ kind }) => [
        ...found(kind, `${at}.when.${order}.values`, values),
        ...found(kind, `${at}.when.${order}.notValues`, notValues),
      ]),
    );
    return [...sources, ...conditions];
  });
}
