import * as z from 'zod';
import type { MeshConfig } from '../../mesh/mesh-config';
import { providerFields } from './extension-providers';
import type { PartialSchemaParams } from './kubernetes';
import { hints, type Immutable } from './primitives';

type ProviderFields = Immutable<z.infer<z.ZodObject<typeof providerFields>>>;

/** Istio's mesh-wide configuration, as a user sets it. */
export type MeshConfigSettings = Omit<MeshConfig, keyof ProviderFields> & ProviderFields;

/** What other fields there may be, a rule says by the add-on's list: see `mesh/mesh-config.ts`. */
const fields = z
  .object(providerFields, { error: 'must be fields of MeshConfig: { ... }' })
  .catchall(z.unknown().register(hints, { fix: 'set it as Istio documents it' }));

/** Fields of MeshConfig. */
export const meshConfigSchema = z
  .custom<MeshConfigSettings>((value) => fields.safeParse(value).success, {
    params: { zodSchema: () => fields, of: 'MeshConfig' } satisfies PartialSchemaParams,
  })
  .register(hints, { example: { accessLogFile: '/dev/stdout' } });
