import { createProviderFinder, findProviderFault, listKindsFor } from '../../../mesh/extension-providers';
import { findAuthorizationPolicies } from '../../../objects/authorization-policies';
import { listTelemetryProviders, type NamedUse } from '../../../objects/telemetries';
import type { ObjectRule } from '../../rule';

/**
 * The authorizer that a CUSTOM policy asks, and the providers that a Telemetry names, are in the mesh's configuration and of a kind that
 * is good for it.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/security/authz/builder/builder.go; pilot/pkg/model/telemetry.go, fetchProvider.
 */
export const providersExist: ObjectRule = (objects, { mesh: { config } }) => {
  const kindOf = createProviderFinder(config);
  const asked = findAuthorizationPolicies(objects).flatMap(({ object, action, provider }): NamedUse[] =>
    action === 'CUSTOM' && provider !== undefined
      ? [{ object, field: 'spec.provider.name', name: provider, use: 'authorization' }]
      : [],
  );
  return [...asked, ...listTelemetryProviders(objects)].flatMap(({ object, field, name, use }) => {
    const problem = findProviderFault(name, use, kindOf(name, use));
    if (problem === undefined) return [];
    const kinds = listKindsFor(use);
    const known = (config.extensionProviders ?? [])
      .filter((each) => kinds.some((kind) => each[kind] !== undefined))
      .map((each) => `'${each.name}'`);
    const fix =
      known.length > 0
        ? `name ${known.join(' or ')}, or add a provider of the kind ${kinds.join(' or ')} to 'mesh.config.extensionProviders'`
        : `add a provider of this name and the kind ${kinds.join(' or ')} to 'mesh.config.extensionProviders'`;
    return [{ object, field, value: name, problem, fix }];
  });
};
