import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '../imports/security.istio.io';

export interface MtlsChartProps {
  readonly namespace: string;
  /** Whether plaintext is refused (`STRICT`) or also taken (`PERMISSIVE`). */
  readonly mode: 'STRICT' | 'PERMISSIVE';
}

/** Mutual TLS for every workload of one namespace. */
export class MtlsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, mode }: MtlsChartProps) {
    super(scope, id, { namespace });
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: `${namespace}-mtls` },
      spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode[mode] } },
    });
  }
}
