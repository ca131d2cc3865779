import { INGRESS_NAMESPACE } from '../../../mesh/gateways';
import { isHttp } from '../../../mesh/protocols';
import { findAuthorizationPolicies } from '../../../objects/authorization-policies';
import type { KubernetesObject } from '../../../objects/object';
import { listContainerPorts } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';
import { findGateways } from '../../../objects/gateways';
import { createPodFinder, getSelectorLabels } from '../../../objects/selectors';

const FIELDS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];

/**
 * Rules with methods, paths or hosts are for HTTP ports: on a TCP port, and for TLS that a gateway passes through, a rule that allows by
 * them never matches, and one that denies by them denies everything.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/model.
 */
export const httpFieldsOnHttpPorts: ObjectRule = (objects) => {
  const podsOf = createPodFinder(objects);
  const passedThrough = findPassedThrough(objects);
  return findAuthorizationPolicies(objects).flatMap(({ object, rules }) => {
    const tcp = [...listTcpPorts(podsOf(object)), ...(passedThrough.get(gatewayOf(object)) ?? [])];
    return rules
      .flatMap(({ to = [] }) => to.map(({ operation = {} }) => operation))
      .flatMap((operation) => {
        const fields = FIELDS.filter((field) => operation[field] !== undefined);
        // Without ports the rule is for all of them.
        const ports = operation.ports?.filter((port) => tcp.includes(Number(port))) ?? tcp.map(String);
        if (fields.length === 0 || ports.length === 0) return [];
        return [
          {
            object,
            field: 'spec.rules',
            value: operation,
            problem: `port ${ports.join(', ')} carries no HTTP requests, so ${fields.join(', ')} cannot be matched there`,
            fix: "set 'ports' that carry HTTP, and add a rule without these fields for the others",
          },
        ];
      });
  });
};

/** Ports of the containers of pods whose names say a protocol without requests. */
function listTcpPorts(pods: readonly KubernetesObject[]): number[] {
  return pods
    .flatMap(listContainerPorts)
    .filter(({ name }) => name !== undefined && !isHttp(name))
    .map(({ containerPort }) => containerPort);
}

/** The gateway of AKS that a policy is for, by its label; empty for one that is for other pods. */
function gatewayOf(policy: KubernetesObject): string {
  if (policy.metadata.namespace !== INGRESS_NAMESPACE) return '';
  return getSelectorLabels(policy).istio ?? '';
}

/** Ports on which each gateway of AKS has connections whose requests it does not read. */
function findPassedThrough(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly number[]> {
  const ports = findGateways(objects).flatMap(({ selector, servers }) =>
    servers
      .filter(({ port, tls }) => tls?.mode === 'PASSTHROUGH' || ['TCP', 'TLS'].includes(port?.protocol ?? ''))
      .map(({ port }) => ({ gateway: selector.istio ?? '', port: port?.number ?? 0 })),
  );
  return new Map(
    [...Map.groupBy(ports, ({ gateway }) => gateway)].map(([gateway, own]) => [
      gateway,
      [...new Set(own.map(({ port }) => port))],
    ]),
  );
}
