/**
 * What is written through azapi, by type and API version. Terraform accepts any body and Azure ignores unknown fields, so the
 * compiler is the one that rejects a misspelled field, a wrong type or an unknown version.
 *
 * Source: Azure/terraform-provider-azapi 2.12.0, internal/azure/generated, Microsoft.ContainerService 2025-10-01 and
 * 2026-02-01, the first stable version that has `gatewayAPI`.
 */
export interface AzapiBodies {
  'Microsoft.ContainerService/managedClusters/agentPools@2025-10-01': {
    readonly properties: {
      readonly securityProfile: { readonly sshAccess: 'Disabled' | 'LocalUser' };
    };
  };
  'Microsoft.ContainerService/managedClusters@2026-02-01': {
    readonly properties: {
      readonly ingressProfile: { readonly gatewayAPI: { readonly installation: 'Disabled' | 'Standard' } };
    };
  };
}

/**
 * What is read through azapi.
 *
 * Source: as above; the features API is in no list of azapi's types: Azure REST API, Microsoft.Features 2021-07-01.
 */
export type AzapiReadable =
  | 'Microsoft.ContainerService/features@2021-07-01'
  | 'Microsoft.ContainerService/locations/meshRevisionProfiles@2025-10-01'
  | 'Microsoft.ContainerService/managedClusters@2025-10-01';
