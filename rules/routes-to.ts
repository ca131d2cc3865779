import type { ApplicationRef } from '../model/plan/call-graph-diagram';

/** A workload, by its names. */
interface Named extends ApplicationRef {
  readonly name: string;
}

/** What the route asks of requests and where it leads. */
interface Wanted {
  /** Prefix of the paths. @default the name of the workload */
  readonly prefix?: string;
  /** @default that of the exposed port */
  readonly port?: string;
}

/**
 * How one host leads to two workloads: by a route of the one that is exposed, which leads to workloads of its own application. Policies,
 * scopes and diagrams follow from that.
 */
export function describeRouteTo(exposed: Named, { name, ...other }: Named, wanted: Wanted = {}): string {
  const { prefix = `/${name}`, port } = wanted;
  const isTogether = exposed.application === other.application && exposed.namespace === other.namespace;
  const together = isTogether
    ? ''
    : `put '${exposed.name}' and '${name}' into one application of one namespace (its workloads may be in several files), and `;
  const to = `{ workload: '${name}'${port === undefined ? '' : `, port: '${port}'`} }`;
  return `${together}let '${exposed.name}' route to it: routes: [{ uri: { prefix: '${prefix}' }, to: ${to} }, {}]`;
}
