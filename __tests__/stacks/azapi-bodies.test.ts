import { z } from 'zod';
import type { AzapiBodies } from '../../stacks/azapi-bodies';
import type { Plan } from '../../model/plan';
import { large, small } from './environments';
import { terraformOf } from './stack';

/**
 * What Azure takes, by type and API version: of its published types, the fields that are sent here.
 *
 * Source: Azure/terraform-provider-azapi 2.12.0, internal/azure/generated/containerservice_1/microsoft.containerservice/
 * 2025-10-01/types.json: ManagedClusterAgentPoolProfileProperties, AgentPoolSecurityProfile, AgentPoolSSHAccess; 2026-02-01/
 * types.json: ManagedClusterProperties, ManagedClusterIngressProfile, ManagedClusterIngressProfileGatewayConfiguration.
 */
const BODIES: { readonly [Type in keyof AzapiBodies]: z.ZodType<AzapiBodies[Type]> } = {
  'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01': z.strictObject({
    properties: z.strictObject({
      securityProfile: z.strictObject({ sshAccess: z.enum(['LocalUser', 'Disabled']) }),
    }),
  }),
  'Microsoft.ContainerService/managedClusters@2026-02-01': z.strictObject({
    properties: z.strictObject({
      ingressProfile: z.strictObject({
        gatewayAPI: z.strictObject({ installation: z.enum(['Disabled', 'Standard']) }),
      }),
    }),
  }),
};

interface Written {
  readonly type: string;
  readonly body: unknown;
}

/** What is wrong with something that is written through azapi. */
function faults({ type, body }: Written): string[] {
  const schema = (BODIES as Record<string, z.ZodType>)[type];
  if (schema === undefined) return [`unknown type or API version: ${type}`];
  return (schema.safeParse(body).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

/** Everything of a stack that is written through azapi, of whatever resource. */
function written(settings: Plan): Written[] {
  const resources = terraformOf(settings).resource as Record<string, Record<string, Written>>;
  return Object.entries(resources)
    .filter(([type]) => type.startsWith('azapi_'))
    .flatMap(([, named]) => Object.values(named));
}

const withGatewayApi = { ...small, name: 'gateway-api', mesh: { ...small.mesh, gatewayApi: true } };

test.each([small, large, withGatewayApi])(
  'Azure knows every field that $name writes through azapi',
  (settings) => {
    expect(written(settings).flatMap(faults)).toEqual([]);
  },
);

const [valid] = written(small) as [Written];
const securityProfile = (value: object) => ({ ...valid, body: { properties: { securityProfile: value } } });

test.each<[string, Written, string]>([
  ['a misspelled field', securityProfile({ sshAcces: 'Disabled' }), 'properties.securityProfile'],
  ['a field of another place', { ...valid, body: { properties: { sshAccess: 'Disabled' } } }, 'properties'],
  ['a wrong type', securityProfile({ sshAccess: true }), 'properties.securityProfile.sshAccess'],
  ['a value that Azure does not know', securityProfile({ sshAccess: 'Off' }), 'sshAccess'],
  [
    'an unknown API version',
    { ...valid, type: valid.type.replace('2025', '2052') },
    'unknown type or API version',
  ],
])('%s in what is written is found', (_, fault, place) => {
  expect(faults(valid)).toEqual([]);
  expect(faults(fault).join('\n')).toContain(place);
});
