import type { Environments, Variables } from '../../model/environment';
import { FaultError, type Fault } from '../../model/fault';
import { readEnvironments } from '../../model/read';
import { environments } from '../fixtures/environments';
import { changed } from '../support';

/** What is wrong with the form of the environments of a list. */
export function faultsOf(list: Environments, variables: Variables = {}): readonly Fault[] {
  try {
    readEnvironments(list, variables);
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults;
    throw error;
  }
}

/** What is wrong with the form of the environment `plain` with other values, stated by path. */
export function faultsWith(values: Readonly<Record<string, unknown>>): readonly Fault[] {
  return faultsOf({ plain: (variables) => changed(environments.plain(variables), values) });
}
