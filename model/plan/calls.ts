import type { Environment } from '../schema/environment';
import type { DeclaredCall } from '../schema/calls';
import { listWorkloads, type PlacedWorkload } from './workloads';

/** A call with its port's name, and what is asked of it. */
export interface NamedCall {
  readonly port: string;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

/** The calls that a workload states for one callee, each with the name of its port. */
export function normalizeCalls(stated: DeclaredCall | readonly DeclaredCall[]): NamedCall[] {
  const list: readonly DeclaredCall[] = isList(stated) ? stated : [stated];
  return list.map((call) => (typeof call === 'string' ? { port: call } : call));
}

/** What `Array.isArray` says, for a list that can't be changed. */
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** Finds the workload that a call names; or what is wrong with the name, as a sentence. */
export type CallResolver = (caller: Caller, callee: string) => PlacedWorkload | string;

type Caller = Pick<PlacedWorkload, 'namespace' | 'application'>;

/**
 * The workload that one call names, for a single question: `workload` of the caller's application, `application/workload` of the same namespace or of
 * the only other one that has it, or `namespace/application/workload`; or what is wrong with the name, as a sentence.
 */
export function resolveCall(
  environment: Pick<Environment, 'namespaces'>,
  caller: Caller,
  callee: string,
): PlacedWorkload | string {
  return createCallResolver(environment)(caller, callee);
}

/** Resolves any number of calls, as `resolveCall` does one. */
export function createCallResolver(environment: Pick<Environment, 'namespaces'>): CallResolver {
  const all = listWorkloads(environment);
  const everywhere = Map.groupBy(all, ({ application }) => application);
  const placed = Map.groupBy(all, ({ namespace, application }) => `${namespace}/${application}`);
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
    return "is no name of a workload: write 'workload', 'application/workload' or 'namespace/application/workload'";
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
