import type { Plan } from '.';
import type { Call } from './call-graph';

/** An application of an environment, by the names of it and of its namespace. */
export interface ApplicationRef {
  readonly namespace: string;
  readonly application: string;
}

/** Marks the copy of a request, whose answer is dropped. */
const COPY = ' (copy)';

/** One application of an environment, as a Mermaid flowchart: its workloads, their calls by protocol, and its ingress and egress. */
export function renderCallGraph(
  { graph: { workloads, calls, outside, entries } }: Pick<Plan, 'graph'>,
  { namespace, application }: ApplicationRef,
): string {
  const isOwn = (each: ApplicationRef) => each.application === application && each.namespace === namespace;
  const own = workloads.filter(isOwn);
  const edges = [
    ...entries
      .filter(({ callee }) => isOwn(callee))
      .map(({ exposure, callee, port, isMirrored }) =>
        arrow(node('gateway', exposure.gateway), nodeOf(callee), [
          `${port.name}: ${exposure.hosts.join(', ')}${isMirrored ? COPY : ''}`,
        ]),
      ),
    ...groupByEnds(calls.filter(({ caller, callee }) => isOwn(caller) || isOwn(callee))).map((group) =>
      arrow(nodeOf(group[0]!.caller), nodeOf(group[0]!.callee), group.map(describeCall)),
    ),
    ...outside
      .filter(({ caller }) => isOwn(caller))
      .map(({ caller, host, port, protocol }) =>
        arrow(nodeOf(caller), node('outside', host), [`${protocol} ${port}`]),
      ),
  ];
  const gateways = new Set(
    entries.filter(({ callee }) => isOwn(callee)).map(({ exposure }) => exposure.gateway),
  );
  const hosts = new Set(outside.filter(({ caller }) => isOwn(caller)).map(({ host }) => host));
  const others = new Set(
    calls
      .flatMap(({ caller, callee }) => (isOwn(caller) ? [callee] : isOwn(callee) ? [caller] : []))
      .filter((each) => !isOwn(each))
      .map(nameOf),
  );
  const nodes = [
    ...[...gateways].map((gateway) => `${node('gateway', gateway)}{{"${gateway} ingress gateway"}}`),
    ...own.map(({ name }) => `${node('own', name)}["${name}"]`),
    ...[...others].map((name) => `${node('other', name)}(["${name}"])`),
    ...[...hosts].map((host) => `${node('outside', host)}(("${host}"))`),
  ];
  return ['flowchart LR', ...[...nodes, ...edges].map((line) => `  ${line}`)].join('\n');

  /** As a call names it. */
  function nameOf(each: ApplicationRef & { readonly name: string }): string {
    if (isOwn(each)) return each.name;
    const name = `${each.application}/${each.name}`;
    return each.namespace === namespace ? name : `${each.namespace}/${name}`;
  }

  function nodeOf(each: ApplicationRef & { readonly name: string }): string {
    return node(isOwn(each) ? 'own' : 'other', nameOf(each));
  }
}

/** Calls of one workload to another, together: one arrow shows them. */
function groupByEnds(calls: readonly Call[]): Call[][] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = `${call.caller.path} ${call.callee.path}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups.values()];
}

function describeCall({ port, methods = [], paths = [], isMirrored }: Call): string {
  const words = [port.name, methods.join(', '), paths.join(', ')].filter(Boolean).join(' ');
  return `${words}${isMirrored ? COPY : ''}`;
}

function arrow(from: string, to: string, labels: readonly string[]): string {
  return `${from} -- "${labels.join('<br>')}" --> ${to}`;
}

/** An id that Mermaid accepts: its keywords, such as `end`, are not. Ids of different kinds never collide. */
function node(sort: 'gateway' | 'own' | 'other' | 'outside', name: string): string {
  return `${sort}_${name
    .replaceAll('-', '_')
    .replaceAll('*', 'any')
    .replaceAll(/[^a-zA-Z0-9_]/g, '__')}`;
}
