import type { Meaning } from '../findings';
import { azureResources } from './azure-resources';
import { calls } from './calls';
import { exposure } from './exposure';
import { meshRevision } from './mesh-revision';
import { mtls } from './mtls';
import { refusals } from './refusals';
import { restarts } from './restarts';

/** Every meaning, in the order of the alphabet. */
export const MEANINGS: readonly Meaning[] = [
  azureResources,
  calls,
  exposure,
  meshRevision,
  mtls,
  refusals,
  restarts,
];
