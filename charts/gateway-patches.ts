import type { Plan } from '../model/plan';
import { buildGatewayPatches, setsFields } from '../model/plan/gateway-patches';
import type { Output } from '../output';
import { toYaml } from './yaml';

/**
 * Makes `<environment>.gateways/<object>.patch.yaml` for each object of an ingress gateway with settings. They are beside the
 * environment's folder, since `kubectl apply` of a folder must not apply a part of an object as the whole.
 */
export function makeGatewayPatches(environment: Plan): Output {
  const patches = buildGatewayPatches(environment).filter(setsFields);
  const path = `${environment.name}.gateways`;
  const files = new Map(
    patches.map(({ object }) => [
      `${path}/${object.metadata.name}.patch.yaml`,
      { content: toYaml([object]) },
    ]),
  );
  const contents = `${patches.length} patches, for npm run gateways:apply`;
  return { files, parts: patches.length > 0 ? [{ path, contents }] : [] };
}
