import { createProviderFinder, findProviderFault, listKindsFor } from '../../../mesh/extension-providers';
import type { SettingRule } from '../../rule';

const USES = ['tracing', 'metrics', 'accessLogging'] as const;

/**
 * A default provider is one of the mesh's configuration or one of Istio's own, and of a kind that is good for it.
 *
 * Source: istio/istio 1.30.3, pilot/pkg/model/telemetry.go, fetchProvider.
 */
export const defaultProvidersExist: SettingRule = ({ mesh: { config } }) => {
  const kindOf = createProviderFinder(config);
  return USES.flatMap((use) =>
    (config.defaultProviders?.[use] ?? []).flatMap((name, index) => {
      const problem = findProviderFault(name, use, kindOf(name, use));
      if (problem === undefined) return [];
      return [
        {
          path: `mesh.config.defaultProviders.${use}.${index}`,
          value: name,
          problem,
          fix: `name a provider of 'mesh.config.extensionProviders' of the kind ${listKindsFor(use).join(' or ')}`,
        },
      ];
    }),
  );
};
