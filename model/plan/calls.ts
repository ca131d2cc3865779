import type { DeclaredCall } from '../schema/calls';
import type { PlacedWorkload } from './workloads';

/** A call with its port's name, and what is asked of it. */
export interface NamedCall {
  readonly port: string;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

/** The calls that a workload declares for one callee, each with the name of its port. */
export function normalizeCalls(stated: DeclaredCall | readonly DeclaredCall[]): NamedCall[] {
  const list: readonly DeclaredCall[] = isList(stated) ? stated : [stated];
  return list.map((call) => (typeof call === 'string' ? { port: call } : call));
}

/** What `Array.isArray` says, for a list that cannot be changed. */
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/**
 * Finds the workload that a call names: `workload` of the caller's application, `application/workload` of the same namespace or of
 * the only other one that has it, or `namespace/application/workload`; or says what is wrong with the name.
 */
export type CallResolver = (caller: Caller, callee: string) => PlacedWorkload | string;

type Caller = Pick<PlacedWorkload, 'namespace' | 'application'>;

/** Makes the resolver of an environment's calls, with an index of its workloads. */
export function createCallResolver(workloads: readonly PlacedWorkload[]): CallResolver {
  const everywhere = Map.groupBy(workloads, ({ application }) => application);
  const placed = Map.groupBy(workloads, ({ namespace, application }) => `${namespace}/${application}`);
  return (caller, callee) => resolve({ everywhere, placed }, caller, callee);
}

/** The workloads of each application: in every namespace, and in one. */
type Applications = Readonly<Record<'everywhere' | 'placed', ReadonlyMap<string, readonly PlacedWorkload[]>>>;

function resolve(
  { everywhere, placed }: Applications,
  caller: Caller,
  callee: string,
): PlacedWorkload | string {
  const parts = callee.split('/');
  if (parts.length > 3 || parts.includes(''))
    return "is not the name of a workload: write 'workload', 'application/workload' or 'namespace/application/workload'";
  const name = parts.at(-1);
  const application = parts.at(-2) ?? caller.application;
  const here = placed.get(`${parts.at(-3) ?? caller.namespace}/${application}`) ?? [];
  const places = here.length > 0 || parts.length !== 2 ? here : (everywhere.get(application) ?? []);
  if (places.length === 0) return `there is no application '${parts.slice(0, -1).join('/')}'`;
  const found = places.filter((each) => each.name === name);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    const names = [...new Set(places.map((each) => each.name))].join(', ');
    return `the application '${application}' has no workload '${name}'; it has ${names}`;
  }
  const choices = found.map(({ namespace }) => `'${namespace}/${application}/${name}'`).join(' or ');
  return `several namespaces have it: write ${choices}`;
}
