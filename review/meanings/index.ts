import type { Comparison, Finding, Meaning } from '../findings';
import { azureResources } from './azure-resources';
import { calls } from './calls';
import { configMaps } from './config-maps';
import { dataLoss } from './data-loss';
import { egress } from './egress';
import { environments } from './environments';
import { exposure } from './exposure';
import { gatewayPatches } from './gateway-patches';
import { meshRevision } from './mesh-revision';
import { mtls } from './mtls';
import { refusals } from './refusals';
import { renames } from './renames';
import { restarts } from './restarts';
import { size } from './size';
import { tokens } from './tokens';
import { traffic } from './traffic';

/** What explains all that it is about, so that no other meaning looks at it. */
const WHOLE: readonly Meaning[] = [environments, renames];

/** Every other meaning, in the order of the alphabet. */
const MEANINGS: readonly Meaning[] = [
  azureResources,
  calls,
  configMaps,
  dataLoss,
  egress,
  exposure,
  gatewayPatches,
  meshRevision,
  mtls,
  refusals,
  restarts,
  size,
  tokens,
  traffic,
];

/** What the differences of an environment mean. */
export function findMeanings(comparison: Comparison): Finding[] {
  const whole = WHOLE.flatMap((mean) => mean(comparison));
  const told = new Set(whole.flatMap(({ items = [] }) => items));
  const { objects, patches, blocks } = comparison.differences;
  const left = {
    objects: objects.filter((each) => !told.has(each)),
    patches: patches.filter((each) => !told.has(each)),
    blocks: blocks.filter((each) => !told.has(each)),
  };
  return [...whole, ...MEANINGS.flatMap((mean) => mean({ ...comparison, differences: left }))];
}
