import { GATEWAY_NAME_LABEL } from '../mesh/gateways';
import type { PlacedWorkload } from '../model/plan/workloads';
import { calleeName, type ProxyCall } from '../objects/proxy-calls';
import type { Proxies } from '../objects/proxies';

/** A call of proxies into a workload. */
export interface CallOfProxies {
  readonly from: readonly Proxies[];
  /** Port of the container. */
  readonly port: number;
}

/** A call that the proxies of a namespace make. */
export type CallByProxies = Pick<ProxyCall, 'from' | 'callee' | 'host' | 'port'>;

/** What proxies call by themselves: a collector of traces, an authorizer, what a route written by hand names. */
export interface ProxyCallsOf {
  /** The calls into a workload. */
  readonly into: (workload: Pick<PlacedWorkload, 'namespace' | 'name'>) => readonly CallOfProxies[];
  /** The calls that proxies of a namespace make, each with these proxies alone. */
  readonly outOf: (namespace: string) => readonly CallByProxies[];
  /** Names of the Gateways of the Gateway API in a namespace that routes written by hand attach to. */
  readonly gatewaysIn: (namespace: string) => readonly string[];
}

/** The calls of proxies by workload and by namespace. They are known only once applications have rendered their objects. */
export class ProxyCalls implements ProxyCallsOf {
  private readonly byCallee = new Map<string, CallOfProxies[]>();
  private readonly byCaller = new Map<string, CallByProxies[]>();

  add(calls: readonly ProxyCall[]): void {
    for (const call of calls) {
      const name = calleeName(call);
      if (name !== undefined) push(this.byCallee, name, { from: call.from, port: call.callee!.port });
      // Each namespace gets its own proxies only: to search those of the whole mesh for each workload would cost the square.
      for (const [namespace, from] of Map.groupBy(call.from, (each) => each.namespace))
        push(this.byCaller, namespace, { ...call, from });
    }
  }

  into({ namespace, name }: Pick<PlacedWorkload, 'namespace' | 'name'>): readonly CallOfProxies[] {
    return this.byCallee.get(`${namespace}/${name}`) ?? [];
  }

  outOf(namespace: string): readonly CallByProxies[] {
    return this.byCaller.get(namespace) ?? [];
  }

  gatewaysIn(namespace: string): readonly string[] {
    const own = this.outOf(namespace).flatMap(({ from }) =>
      from.flatMap(({ labels }) => labels[GATEWAY_NAME_LABEL] ?? []),
    );
    return [...new Set(own)];
  }
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}
