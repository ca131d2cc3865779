import type { ProviderUse } from '../mesh/extension-providers';
import { filterKind } from './identity';
import { getSpec, listObjects, type KubernetesObject } from './object';

const USES = ['tracing', 'metrics', 'accessLogging'] as const;

/** A provider that an object names. */
export interface NamedUse {
  readonly object: KubernetesObject;
  readonly field: string;
  readonly name: string;
  readonly use: ProviderUse;
}

/** Every provider that a Telemetry names. */
export function listTelemetryProviders(objects: readonly KubernetesObject[]): NamedUse[] {
  return filterKind(objects, 'Telemetry.telemetry.istio.io').flatMap((object) =>
    USES.flatMap((use) =>
      listObjects<{ providers?: unknown }>(getSpec(object)[use]).flatMap(({ providers }, index) =>
        listObjects<{ name?: unknown }>(providers).flatMap(({ name }, at) =>
          typeof name === 'string'
            ? [{ object, use, name, field: `spec.${use}.${index}.providers.${at}.name` }]
            : [],
        ),
      ),
    ),
  );
}
