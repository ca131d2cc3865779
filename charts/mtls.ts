import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  PeerAuthentication,
  PeerAuthenticationSpecMtlsMode,
  PeerAuthenticationSpecPortLevelMtlsMode,
} from '../imports/security.istio.io';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';

/** Whether plaintext is refused (`STRICT`) or also taken (`PERMISSIVE`). */
export type MtlsMode = 'STRICT' | 'PERMISSIVE';

/** A workload some of whose ports do other than their namespace. */
export interface MtlsException {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Mode by port of the container; `DISABLE` takes plaintext only. */
  readonly ports: Readonly<Record<number, MtlsMode | 'DISABLE'>>;
}

export interface MtlsChartProps {
  readonly namespace: string;
  /** Mode of the whole namespace. @default that of the mesh */
  readonly mode?: MtlsMode;
  /** @default none */
  readonly exceptions?: readonly MtlsException[];
}

/** Mutual TLS of the workloads of one namespace. */
export class MtlsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, mode, exceptions = [] }: MtlsChartProps) {
    super(scope, id, { namespace });
    if (mode !== undefined)
      new PeerAuthentication(this, 'mtls', {
        metadata: { name: `${namespace}-mtls` },
        spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode[mode] } },
      });
    for (const { name, labels, ports } of exceptions)
      new PeerAuthentication(this, `${name}-exception`, {
        metadata: { name: `${name}-mtls-exception` },
        spec: {
          selector: { matchLabels: { ...labels } },
          portLevelMtls: Object.fromEntries(
            Object.entries(ports).map(([port, each]) => [
              port,
              { mode: PeerAuthenticationSpecPortLevelMtlsMode[each] },
            ]),
          ),
        },
      });
  }
}

/** Mutual TLS of all namespaces that do not say otherwise. */
export class MeshMtlsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { mode }: { readonly mode: MtlsMode }) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: 'default' },
      spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode[mode] } },
    });
  }
}
