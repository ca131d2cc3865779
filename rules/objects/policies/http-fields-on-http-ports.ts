import { isHttp } from '../../../mesh/protocols';
import { findAuthorizationPolicies } from '../../../objects/authorization-policies';
import type { KubernetesObject } from '../../../objects/object';
import { listContainerPorts } from '../../../objects/pod-template';
import type { ObjectRule } from '../../rule';
import { createPodFinder } from '../../../objects/selectors';

const FIELDS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];

/**
 * Rules with methods, paths or hosts are for HTTP ports: on a TCP port, a rule that allows by them never matches, and one that
 * denies by them denies everything.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/model.
 */
export const httpFieldsOnHttpPorts: ObjectRule = (objects) => {
  const podsOf = createPodFinder(objects);
  return findAuthorizationPolicies(objects).flatMap(({ object, rules }) => {
    const tcp = listTcpPorts(podsOf(object));
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
