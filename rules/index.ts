import type { Day } from '../mesh/revisions';
import { faultsOf } from '../model/place';
import type { Fault } from '../model/fault';
import type { NamedEnvironment } from '../model/environment';
import { allowedNotDenied } from './allowed-not-denied';
import { appLabelsOnce } from './app-labels-once';
import { autoscaledWorkloads } from './autoscaled-workloads';
import { callersHaveIdentity } from './callers-have-identity';
import { callsExist } from './calls-exist';
import { certificatesOfHosts } from './certificates-of-hosts';
import { conditionsOnce } from './conditions-once';
import { describedServices } from './described-services';
import { destinationRulesOnce } from './destination-rules-once';
import { exposedGatewaysRun } from './exposed-gateways-run';
import { exposedHostsOnce } from './exposed-hosts-once';
import { exposedPortsExist } from './exposed-ports-exist';
import { exposedRoutesExist } from './exposed-routes-exist';
import { gatewayApiFeatures } from './gateway-api-features';
import { gatewayApiLimits } from './gateway-api-limits';
import { gatewayApiOrder } from './gateway-api-order';
import { gatewayApiRevisions } from './gateway-api-revisions';
import { gatewayApiRoutes } from './gateway-api-routes';
import { gatewayCredentials } from './gateway-credentials';
import { gatewayHostsOnce } from './gateway-hosts-once';
import { gatewayInternalSubnet } from './gateway-internal-subnet';
import { gatewayLocalProbes } from './gateway-local-probes';
import { gatewayPorts } from './gateway-ports';
import { gatewayPortsOpen } from './gateway-ports-open';
import { gatewayProbeTime } from './gateway-probe-time';
import { gatewayProxiesOnce } from './gateway-proxies-once';
import { gatewayReplicaBounds } from './gateway-replica-bounds';
import { gatewayRuns } from './gateway-runs';
import { gatewayServers } from './gateway-servers';
import { httpFieldsOnHttpPorts } from './http-fields-on-http-ports';
import { ingressGatewaysOnce } from './ingress-gateways-once';
import { initContainers } from './init-containers';
import { jobsEnd } from './jobs-end';
import { jwksReachable } from './jwks-reachable';
import { knownFields } from './known-fields';
import { kubernetesVersions } from './kubernetes-versions';
import { localityNeedsOutliers } from './locality-needs-outliers';
import { locationKnown } from './location-known';
import { locationListed } from './location-listed';
import { longTermSupportTier } from './long-term-support-tier';
import { meshConfigFields } from './mesh-config-fields';
import { meshState } from './mesh-state';
import { mirrorsElsewhere } from './mirrors-elsewhere';
import { mtlsInMesh } from './mtls-in-mesh';
import { mtlsPortsExist } from './mtls-ports-exist';
import { mutualTlsKept } from './mutual-tls-kept';
import { namespacesOfApplications } from './namespaces-of-applications';
import { networkPoliciesEnforced } from './network-policies-enforced';
import { nodeCountBounds } from './node-count-bounds';
import { nodeCpu } from './node-cpu';
import { nodeResourceGroupName } from './node-resource-group-name';
import { oneController } from './one-controller';
import { oneMtlsPolicy } from './one-mtls-policy';
import { oneOfFields } from './one-of-fields';
import { outsideCallsRoutable } from './outside-calls-routable';
import { outsideHosts } from './outside-hosts';
import { outsideTls } from './outside-tls';
import { ownedNamespaces } from './owned-namespaces';
import { patchedGatewaysRun } from './patched-gateways-run';
import { plainTextSecrets } from './plain-text-secrets';
import { policiesInMesh } from './policies-in-mesh';
import { policiesSelectPods } from './policies-select-pods';
import { portProtocols } from './port-protocols';
import { portsOnce } from './ports-once';
import { principalsExist } from './principals-exist';
import { proxyPorts } from './proxy-ports';
import { redirectsLeadOn } from './redirects-lead-on';
import { replicaBounds } from './replica-bounds';
import { requestsFitNodes } from './requests-fit-nodes';
import { resourceGroupOnce } from './resource-group-once';
import { revisionSupport } from './revision-support';
import { routeActions } from './route-actions';
import { routeHostsAtGateways } from './route-hosts-at-gateways';
import { routeHostsOnce } from './route-hosts-once';
import { routeRegexes } from './route-regexes';
import { routeWeights } from './route-weights';
import { routesLeadSomewhere } from './routes-lead-somewhere';
import { routesNotHidden } from './routes-not-hidden';
import { secretsInPlainText } from './secrets-in-plain-text';
import { sidecarHostsExist } from './sidecar-hosts-exist';
import { sidecarsInjected } from './sidecars-injected';
import { strictLoadBalancers } from './strict-load-balancers';
import { subsetNames } from './subset-names';
import { subsetsExist } from './subsets-exist';
import { supportedKinds } from './supported-kinds';
import { tokensAgree } from './tokens-agree';
import { tokensChecked } from './tokens-checked';
import { trafficOfPorts } from './traffic-of-ports';
import { trafficVersionsExist } from './traffic-versions-exist';
import { uniqueNames } from './unique-names';
import { virtualServiceHosts } from './virtual-service-hosts';
import { weightsAddUp } from './weights-add-up';
import { workloadImages } from './workload-images';
import { workloadNamesOnce } from './workload-names-once';
import { nameOf, type ObjectRule, type RenderedObject, type SettingRule } from './rule';
import { applyWaivers, waiversOf, type Verdict, type Waiver } from './waivers';

export type { RenderedObject } from './rule';
export { waiverInWords } from './waivers';

/** Rules over the data of an environment, by their names: what breaks one stops the synth. */
export const SETTING_RULES: Readonly<Record<string, SettingRule>> = {
  resourceGroupOnce,
  locationKnown,
  nodeResourceGroupName,
  longTermSupportTier,
  nodeCountBounds,
  nodeCpu,
  ownedNamespaces,
  mtlsInMesh,
  meshConfigFields,
  ingressGatewaysOnce,
  patchedGatewaysRun,
  gatewayReplicaBounds,
  gatewayLocalProbes,
  gatewayInternalSubnet,
  gatewayProbeTime,
  meshState,
  kubernetesVersions,
  gatewayApiRevisions,
  workloadNamesOnce,
  appLabelsOnce,
  plainTextSecrets,
  workloadImages,
  oneController,
  replicaBounds,
  portsOnce,
  proxyPorts,
  callsExist,
  callersHaveIdentity,
  outsideCallsRoutable,
  outsideTls,
  outsideHosts,
  policiesInMesh,
  networkPoliciesEnforced,
  mtlsPortsExist,
  exposedPortsExist,
  exposedGatewaysRun,
  exposedHostsOnce,
  exposedRoutesExist,
  redirectsLeadOn,
  gatewayPortsOpen,
  certificatesOfHosts,
  conditionsOnce,
  trafficOfPorts,
  trafficVersionsExist,
  weightsAddUp,
  mirrorsElsewhere,
  localityNeedsOutliers,
  gatewayApiFeatures,
  gatewayApiLimits,
  gatewayApiOrder,
  jwksReachable,
  tokensChecked,
  tokensAgree,
};

/** Rules over the data of an environment whose breach is a warning: it still works, and may not for long. */
export const WARNING_RULES: Readonly<Record<string, SettingRule>> = { locationListed, revisionSupport };

/** Rules over the rendered objects of an environment, by their names, which are those of their files. */
export const OBJECT_RULES: Readonly<Record<string, ObjectRule>> = {
  'known-fields': knownFields,
  'unique-names': uniqueNames,
  'namespaces-of-applications': namespacesOfApplications,
  'gateway-runs': gatewayRuns,
  'gateway-hosts-once': gatewayHostsOnce,
  'route-hosts-at-gateways': routeHostsAtGateways,
  'route-hosts-once': routeHostsOnce,
  'virtual-service-hosts': virtualServiceHosts,
  'routes-lead-somewhere': routesLeadSomewhere,
  'subsets-exist': subsetsExist,
  'subset-names': subsetNames,
  'destination-rules-once': destinationRulesOnce,
  'routes-not-hidden': routesNotHidden,
  'route-regexes': routeRegexes,
  'route-weights': routeWeights,
  'route-actions': routeActions,
  'gateway-servers': gatewayServers,
  'gateway-ports': gatewayPorts,
  'gateway-credentials': gatewayCredentials,
  'strict-load-balancers': strictLoadBalancers,
  'port-protocols': portProtocols,
  'mutual-tls-kept': mutualTlsKept,
  'requests-fit-nodes': requestsFitNodes,
  'gateway-api-routes': gatewayApiRoutes,
  'gateway-proxies-once': gatewayProxiesOnce,
  'described-services': describedServices,
  'init-containers': initContainers,
  'jobs-end': jobsEnd,
  'one-of-fields': oneOfFields,
  'autoscaled-workloads': autoscaledWorkloads,
  'secrets-in-plain-text': secretsInPlainText,
  'sidecars-injected': sidecarsInjected,
  'supported-kinds': supportedKinds,
  'policies-select-pods': policiesSelectPods,
  'principals-exist': principalsExist,
  'http-fields-on-http-ports': httpFieldsOnHttpPorts,
  'allowed-not-denied': allowedNotDenied,
  'one-mtls-policy': oneMtlsPolicy,
  'sidecar-hosts-exist': sidecarHostsExist,
};

/** What is wrong with the data of all environments on a day, and what to warn of. */
export function judgeSettings(
  environments: readonly NamedEnvironment[],
  today: Day,
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const context = { today, environments };
  const judge = (rules: Readonly<Record<string, SettingRule>>) =>
    faultsOf(
      environments.flatMap((environment) =>
        Object.values(rules)
          .flatMap((rule) => rule(environment, context))
          .map((broken) => ({ environment, ...broken })),
      ),
    );
  return { faults: judge(SETTING_RULES), warnings: judge(WARNING_RULES) };
}

/** What one environment renders. */
export interface Rendered {
  readonly environment: NamedEnvironment;
  readonly objects: readonly RenderedObject[];
}

/** What is wrong with the rendered objects of all environments, and the waivers that they state. */
export function judgeRendered(rendered: readonly Rendered[]): {
  readonly faults: readonly Fault[];
  readonly waivers: readonly Waiver[];
} {
  const waivers = rendered.flatMap(({ objects, environment }) => waiversOf(objects, environment.name));
  const { verdicts, faults } = applyWaivers(rendered.flatMap(verdictsOf), waivers, Object.keys(OBJECT_RULES));
  const broken = verdicts.map(({ environment, rule: _rule, object, field, ...fault }) => ({
    where: `${environment}: ${nameOf(object)}${field ? ` ${field}` : ''}`,
    ...fault,
  }));
  return { faults: [...broken, ...faults], waivers };
}

/** What is wrong with the rendered objects of an environment. */
export function judgeObjects(
  objects: readonly RenderedObject[],
  environment: NamedEnvironment,
): readonly Fault[] {
  return judgeRendered([{ environment, objects }]).faults;
}

function verdictsOf({ objects, environment }: Rendered): Verdict[] {
  // What is no object of Kubernetes at all is known-fields' to say; the other rules trust that much.
  const shaped = objects.filter(isShaped);
  return Object.entries(OBJECT_RULES).flatMap(([rule, judge]) =>
    judge(judge === knownFields ? objects : shaped, environment).map((broken) => ({
      environment: environment.name,
      rule,
      ...broken,
    })),
  );
}

function isShaped({ apiVersion, kind, metadata }: RenderedObject): boolean {
  return [apiVersion, kind, metadata?.name].every((each) => typeof each === 'string');
}
