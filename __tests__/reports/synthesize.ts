import { renderObjects } from '../../charts/synth';
import { FaultError, type Fault } from '../../model/fault';
import type { Plan } from '../../model/plan';
import { readEnvironments } from '../../model/read';
import { judgeObjects, judgeSettings } from '../../rules';
import { settingsOf, type Parts } from '../rendered';
import { TODAY, type Manifest } from '../support';

/** What a synth of one environment comes to: its objects, or what is wrong with it. */
export interface Outcome {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly objects: readonly Manifest[];
  /** Missing where the settings do not match their schema. */
  readonly plan?: Plan;
}

/** Synthesizes an environment of these namespaces as `npm run synth` does, but for what it writes. */
export async function synthesize(namespaces: object, parts: Parts = {}): Promise<Outcome> {
  const environment = settingsOf(namespaces, parts);
  try {
    const plans = readEnvironments({ test: () => environment }, {});
    const [plan] = plans;
    const { faults, warnings } = judgeSettings(plans, TODAY);
    if (faults.length > 0) return { faults, warnings, objects: [], plan };
    const objects = await renderObjects(plan!);
    return { faults: judgeObjects(objects, plan!), warnings, objects, plan };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { faults: error.faults, warnings: [], objects: [] };
  }
}

/** Each fault or warning on one line, for a test to read. */
export function lines(faults: readonly Fault[]): string[] {
  return faults.map(({ where, problem, fix }) => `${where}: ${problem}; ${fix}`);
}
