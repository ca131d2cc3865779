import {
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type TerraformMetaArguments,
} from 'cdktf';
import type { Construct } from 'constructs';
import type { AzapiBodies, AzapiReadable } from './azapi-bodies';

/** The release of the provider that this project was tried with. */
const VERSION = '2.12.0';

const metadata = { providerName: 'azapi', providerVersion: VERSION, providerVersionConstraint: VERSION };

/**
 * The provider that speaks the whole of Azure's API, for what azurerm does not support. No binding of it for cdktf is
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
    // What is not used would be in each plan as `(known after apply)`.
    return { disable_default_output: true };
  }
}

export interface AzapiUpdateResourceConfig<
  Type extends keyof AzapiBodies = keyof AzapiBodies,
> extends TerraformMetaArguments {
  /** Type and API version. */
  readonly type: Type;
  readonly resourceId: string;
  /** The fields to set, in the API's own words; all others keep their values. */
  readonly body: AzapiBodies[Type];
  /** A string whose change sends the body again, in place. @default the body is sent when it changes or is lost */
  readonly sendAgainOn?: string;
}

/**
 * Sets fields of a resource that something else manages, and leaves the resource alone on destroy.
 *
 * It reads the resource, then writes all of it back, and azapi's own locks guard the write alone: nothing else may write
 * to the resource in between. So a cluster gets one write after the other: each depends on the one before.
 *
 * Source: Azure/terraform-provider-azapi 2.12.0, docs/resources/update_resource.md, azapi_update_resource.go.
 */
export class AzapiUpdateResource<Type extends keyof AzapiBodies> extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: AzapiUpdateResourceConfig<Type>,
  ) {
    super(scope, id, {
      ...config,
      terraformResourceType: 'azapi_update_resource',
      terraformGeneratorMetadata: metadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { type, resourceId, body, sendAgainOn } = this.config;
    return {
      type,
      resource_id: resourceId,
      body,
      // By default, a field that Azure has lost counts as unchanged.
      ignore_missing_property: false,
      // The version of a secret body that is not there: azapi sends the body again when it changes, and Azure never sees it.
      sensitive_body_version: sendAgainOn === undefined ? undefined : { send_again_on: sendAgainOn },
    };
  }
}

export interface AzapiDataSourceConfig extends TerraformMetaArguments {
  /** Type and API version. */
  readonly type: AzapiReadable;
  readonly resourceId: string;
  /** Parts of the answer to give as `output`: their paths, or names for them with JMESPath expressions. */
  readonly responseExportValues: readonly string[] | Readonly<Record<string, string>>;
  /** Whether a resource that does not exist has a null `output`, instead of failing the plan. @default false */
  readonly ignoreNotFound?: boolean;
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
    const { type, resourceId, responseExportValues, ignoreNotFound } = this.config;
    return {
      type,
      resource_id: resourceId,
      response_export_values: responseExportValues,
      ignore_not_found: ignoreNotFound,
    };
  }
}
