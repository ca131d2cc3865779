import { gatewayRuns } from './gateway-runs';
import type { Rule } from './rule';
import { uniqueNames } from './unique-names';

export type { RenderedObject, RuledMesh } from './rule';

/** Every rule that rendered objects must keep. */
export const RULES: readonly Rule[] = [uniqueNames, gatewayRuns];
