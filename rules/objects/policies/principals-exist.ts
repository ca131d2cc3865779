import { gatewayProxyName, INGRESS_NAMESPACE, ingressGatewayName } from '../../../mesh/gateways';
import { findAuthorizationPolicies } from '../../../objects/authorization-policies';
import type { ObjectRule } from '../../rule';
import { findApiGateways } from '../../../objects/gateways';
import { filterKind, qualifiedName } from '../../../objects/identity';

/** A caller that a policy names is a rendered ServiceAccount, that of the external gateway, or one of a rendered Gateway. */
export const principalsExist: ObjectRule = (objects) => {
  const known = new Set([
    `${INGRESS_NAMESPACE}/${ingressGatewayName('external')}`,
    ...filterKind(objects, 'ServiceAccount').map(qualifiedName),
    ...[...findApiGateways(objects).keys()].map(gatewayProxyName),
    // Every namespace comes with one.
    ...objects.map(({ metadata }) => `${metadata.namespace}/default`),
  ]);
  return findAuthorizationPolicies(objects).flatMap(({ object, rules }) => {
    const sources = rules.flatMap(({ from = [] }) => from.map(({ source = {} }) => source));
    const named = sources.flatMap(({ serviceAccounts = [], principals = [] }) => [
      ...serviceAccounts.map((name) => ({
        name,
        account: name.includes('/') ? name : `${object.metadata.namespace}/${name}`,
      })),
      ...principals.flatMap((name) => {
        const [, namespace, account] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(name) ?? [];
        return namespace === undefined ? [] : [{ name, account: `${namespace}/${account}` }];
      }),
    ]);
    return named
      .filter(({ account }) => !known.has(account))
      .map(({ name }) => ({
        object,
        field: 'spec.rules',
        value: name,
        problem: 'no such ServiceAccount is rendered, so this name allows no caller',
        fix: "name a ServiceAccount of this environment as 'namespace/name'",
      }));
  });
};
