import {
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type TerraformMetaArguments,
} from 'cdktf';
import type { Construct } from 'constructs';

/** The release of the provider that this project was tried with. */
const VERSION = '2.12.0';

const metadata = { providerName: 'azapi', providerVersion: VERSION, providerVersionConstraint: VERSION };

/**
 * The provider that speaks the whole of Azure's API, for what azurerm can't say. No binding of it for cdktf is
 * published, and generating one needs the Terraform registry; these three classes are all that is needed.
 */
export class AzapiProvider extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: 'azapi',
      terraformProviderSource: 'Azure/azapi',
      terraformGeneratorMetadata: metadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {};
  }
}

export interface AzapiConfig extends TerraformMetaArguments {
  /** Type and API version, such as `Microsoft.ContainerService/managedClusters@2026-01-01`. */
  readonly type: string;
  readonly resourceId: string;
}

export interface AzapiUpdateResourceConfig extends AzapiConfig {
  /** The fields to set, in the API's own words; all others keep their values. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Ids of resources that nothing else may write to meanwhile. @default none */
  readonly locks?: readonly string[];
}

/**
 * Sets fields of a resource that something else manages, and leaves the resource alone on destroy.
 *
 * Source: Azure/terraform-provider-azapi 2.12.0, docs/resources/update_resource.md.
 */
export class AzapiUpdateResource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: AzapiUpdateResourceConfig,
  ) {
    super(scope, id, {
      ...config,
      terraformResourceType: 'azapi_update_resource',
      terraformGeneratorMetadata: metadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { type, resourceId, body, locks } = this.config;
    return { type, resource_id: resourceId, body, locks };
  }
}

export interface AzapiDataSourceConfig extends AzapiConfig {
  /** Parts of the answer to give as `output`, such as `properties.meshRevisions`. */
  readonly responseExportValues: readonly string[];
}

/** Reads any resource. Source: Azure/terraform-provider-azapi 2.12.0, docs/data-sources/resource.md. */
export class AzapiDataSource extends TerraformDataSource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: AzapiDataSourceConfig,
  ) {
    super(scope, id, {
      ...config,
      terraformResourceType: 'azapi_resource',
      terraformGeneratorMetadata: metadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { type, resourceId, responseExportValues } = this.config;
    return { type, resource_id: resourceId, response_export_values: responseExportValues };
  }
}
