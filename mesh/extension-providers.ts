/**
 * What Istio uses each kind of extension provider for; the deprecated ones for nothing any more.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/networking/core/tracing.go, pilot/pkg/model/telemetry.go and telemetry_logging.go,
 * pilot/pkg/security/authz/builder/extauthz.go.
 */
export const PROVIDER_USES = {
  envoyExtAuthzHttp: 'authorization',
  envoyExtAuthzGrpc: 'authorization',
  zipkin: 'tracing',
  datadog: 'tracing',
  skywalking: 'tracing',
  opentelemetry: 'tracing',
  lightstep: 'nothing',
  stackdriver: 'nothing',
  prometheus: 'metrics',
  envoyFileAccessLog: 'accessLogging',
  envoyHttpAls: 'accessLogging',
  envoyTcpAls: 'accessLogging',
  envoyOtelAls: 'accessLogging',
} as const;

/** The kind of an extension provider, which is the field that configures it. */
export type ProviderKind = keyof typeof PROVIDER_USES;

/** What an extension provider is used for. */
export type ProviderUse = 'authorization' | 'tracing' | 'metrics' | 'accessLogging';

/** The kinds of extension providers. */
export const PROVIDER_KINDS = Object.keys(PROVIDER_USES) as readonly ProviderKind[];

/** The kinds that are good for a use. */
export function listKindsFor(use: ProviderUse): ProviderKind[] {
  return PROVIDER_KINDS.filter((kind) => PROVIDER_USES[kind] === use);
}

/** Providers that every mesh has. Source: istio/istio 1.30.3, pkg/config/mesh, DefaultMeshConfig. */
export const BUILT_IN_PROVIDERS: ReadonlyMap<string, ProviderKind> = new Map([
  ['prometheus', 'prometheus'],
  ['stackdriver', 'stackdriver'],
  ['envoy', 'envoyFileAccessLog'],
]);

/** A provider of a mesh's configuration: its name, and the configuration of its kind. */
export type NamedProvider = { readonly name: string } & {
  readonly [Kind in ProviderKind]?: object;
};

/** What a mesh's configuration says of providers. */
export interface ProviderSettings {
  readonly extensionProviders?: readonly NamedProvider[];
  readonly defaultProviders?: Readonly<
    Partial<Record<Exclude<ProviderUse, 'authorization'>, readonly string[]>>
  >;
}

/** The kind of a provider, which has exactly one. */
export function getProviderKind(provider: NamedProvider): ProviderKind | undefined {
  return PROVIDER_KINDS.find((kind) => provider[kind] !== undefined);
}

/** The Service or host that a provider is, as `[NAMESPACE/]HOST`, and its port; undefined for one that no proxy calls. */
export function getProviderService(
  provider: NamedProvider,
): { readonly namespace?: string; readonly host: string; readonly port: number } | undefined {
  const kind = getProviderKind(provider);
  const called: { service?: string; port?: number } = (kind && provider[kind]) ?? {};
  const { service, port } = called;
  if (service === undefined || port === undefined) return undefined;
  const [host = '', namespace] = service.split('/').toReversed();
  return { namespace, host, port };
}

/** Finds the kind of a provider by its name; Istio compares the names of authorizers as they are, and those of others without regard to case. */
export function createProviderFinder({
  extensionProviders = [],
}: ProviderSettings): (name: string, use: ProviderUse) => ProviderKind | undefined {
  const own = extensionProviders.flatMap((each) => {
    const kind = getProviderKind(each);
    return kind ? [[each.name, kind] as const] : [];
  });
  const exact = new Map([...BUILT_IN_PROVIDERS, ...own]);
  const loose = new Map([...exact].map(([name, kind]) => [name.toLowerCase(), kind]));
  return (name, use) => (use === 'authorization' ? exact.get(name) : loose.get(name.toLowerCase()));
}

/** What is wrong with the use of a provider of a name; undefined if nothing is. */
export function findProviderFault(
  name: string,
  use: ProviderUse,
  kind: ProviderKind | undefined,
): string | undefined {
  const effect = EFFECTS[use];
  if (kind === undefined) return `no provider has this name: ${effect}`;
  if (PROVIDER_USES[kind] === use) return undefined;
  return `the provider '${name}' is of the kind ${kind}, which Istio does not use for ${WORDS[use]}: ${effect}`;
}

/** What Istio does with a provider that it cannot use. Source: as of `PROVIDER_USES`. */
const EFFECTS: Readonly<Record<ProviderUse, string>> = {
  authorization: 'Istio denies every request that the policy is for',
  tracing: 'Istio sends no trace, and reports nothing',
  metrics: 'Istio makes no metrics, and reports nothing',
  accessLogging: 'Istio writes no log, and reports nothing',
};

const WORDS: Readonly<Record<ProviderUse, string>> = {
  authorization: 'authorization',
  tracing: 'traces',
  metrics: 'metrics',
  accessLogging: 'access logs',
};
