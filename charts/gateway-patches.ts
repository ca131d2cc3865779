import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { NamedEnvironment } from '../model/environment';
import { gatewayPatchesOf, setsFields } from '../model/gateway-patches';
import type { Written } from '../output';

/**
 * Writes `<environment>.gateways/<object>.patch.yaml` for each object of an ingress gateway of which something is stated. They
 * stand beside the environment's folder, since `kubectl apply` of a folder must not take a part of an object for the whole.
 */
export function writeGatewayPatches(environment: NamedEnvironment, folder: string): Written[] {
  const patches = gatewayPatchesOf(environment).filter(setsFields);
  if (patches.length === 0) return [];
  const path = `${environment.name}.gateways`;
  mkdirSync(join(folder, path), { recursive: true });
  for (const { object } of patches)
    writeFileSync(join(folder, path, `${object.metadata.name}.patch.yaml`), Yaml.stringify(object));
  return [{ path, contents: `${patches.length} patches, for npm run gateways:apply` }];
}
