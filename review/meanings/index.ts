import type { Meaning } from '../findings';
import { azureResources } from './azure-resources';
import { calls } from './calls';

/** Every meaning, in the order of the alphabet. */
export const MEANINGS: readonly Meaning[] = [azureResources, calls];
