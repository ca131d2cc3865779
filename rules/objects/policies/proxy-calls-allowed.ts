import type { Plan } from '../../../model/plan';
import { createRefusalFinder, type Refusal } from '../../../objects/admission';
import { describeObject, qualifiedName } from '../../../objects/identity';
import { createMtlsFinder } from '../../../objects/effective-mtls';
import { findMeshConfig } from '../../../objects/mesh-config';
import type { KubernetesObject } from '../../../objects/object';
import { getSidecarRevision } from '../../../objects/sidecar';
import { listProxyCalls, type ProxyCall } from '../../../objects/proxy-calls';
import type { ObjectFault, ObjectRule } from '../../rule';

/**
 * What proxies call by themselves allows that: the destinations of an ingress gateway's routes, authorizers, and collectors of traces
 * and logs.
 *
 * Source: Istio documentation, AuthorizationPolicy; istio/istio issue 55137.
 */
export const proxyCallsAllowed: ObjectRule = (objects, environment) => {
  const refusalsOf = createRefusalFinder(objects);
  const modeOf = createMtlsFinder(objects, environment);
  const isMeshed = (pods: KubernetesObject) => getSidecarRevision(pods, environment) !== undefined;
  const config = findMeshConfig(objects, environment);
  return listProxyCalls(objects, environment).flatMap((call): ObjectFault[] => {
    const { callee, from, cause } = call;
    const object = cause.object ?? config;
    if (!callee || !object) return [];
    const fault = {
      object,
      field: cause.field ?? 'data.mesh defaultProviders',
      value: cause.provider ?? qualifiedName(callee.service),
    };
    const hasIdentity = callee.pods.every(
      (pods) => !isMeshed(pods) || modeOf(pods, callee.port) !== 'DISABLE',
    );
    const settings = environment.namespaces[callee.service.metadata.namespace ?? ''];
    if (!hasIdentity && settings?.authorization === 'on')
      return [
        {
          ...fault,
          problem: `port ${callee.port} behind ${describeObject(callee.service)} accepts only plaintext, by which callers have no identity that a policy could allow`,
          fix: 'let the port accept mTLS: remove its exception',
        },
      ];
    const [refusal] = callee.pods.flatMap((pods) => refusalsOf({ pods, port: callee.port, from }));
    if (!refusal) return [];
    return [
      {
        ...fault,
        problem: describe(call, refusal),
        fix: describeFix(call, refusal, environment),
      },
    ];
  });
};

function describe({ callee, cause }: ProxyCall, { from, policies }: Refusal): string {
  const caller = from.gateway ? `the ${from.gateway} ingress gateway` : `the proxies of '${from.namespace}'`;
  const effect = cause.provider === undefined ? 'every request is rejected' : 'the provider is never reached';
  return `port ${callee!.port} behind ${describeObject(callee!.service)} is called by ${caller}, and no policy there allows that (${policies}): ${effect}`;
}

function describeFix({ callee }: ProxyCall, { from }: Refusal, { workloads }: Plan): string {
  const { service, port } = callee!;
  const { name, namespace } = service.metadata;
  const isDeclared = workloads.some((each) => each.name === name && each.namespace === namespace);
  if (!isDeclared)
    return `declare the Service '${name}' with its ports in the application whose manifests bring it, and its policies follow; or add a policy for port ${port} that allows ${describeCaller(from)}`;
  return `allow ${describeCaller(from)} on port ${port} with a policy of your own; what hooks and manifests of applications bring, policies follow by themselves`;
}

function describeCaller({ namespace, labels }: Refusal['from']): string {
  const selected = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return selected.length > 0
    ? `pods ${selected.join(', ')} of '${namespace}'`
    : `the namespace '${namespace}'`;
}
