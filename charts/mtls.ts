import type { Construct } from 'constructs';
import { NamespacedChart } from '../constructs/chart';
import {
  PeerAuthentication,
  PeerAuthenticationSpecMtlsMode as Mode,
  PeerAuthenticationSpecPortLevelMtlsMode as PortMode,
} from '../imports/security.istio.io';
import { CONTROL_PLANE_NAMESPACE } from '../mesh/gateways';
import { findPort } from '../model/plan/exposures';
import { DEFAULT_MTLS } from '../model/plan/mtls';
import type { EnvironmentSlice, NamespaceSlice, WorkloadSlice } from './slices';

/** mTLS of all namespaces that do not set it themselves. */
export class MeshMtlsChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { environment: { mesh } }: EnvironmentSlice) {
    super(scope, id, { namespace: CONTROL_PLANE_NAMESPACE });
    if (mesh.mtls === undefined) return;
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: 'default' },
      spec: { mtls: { mode: Mode[mesh.mtls] } },
    });
  }
}

/** mTLS of the workloads of one namespace, if it is not that of the whole mesh. */
export class MtlsChart extends NamespacedChart {
  constructor(
    scope: Construct,
    id: string,
    {
      namespace,
      settings,
      environment: { mesh },
    }: Pick<NamespaceSlice, 'namespace' | 'settings' | 'environment'>,
  ) {
    super(scope, id, { namespace });
    const mode = settings.mtls ?? (mesh.mtls === undefined ? DEFAULT_MTLS : undefined);
    if (settings.revision === undefined || mode === undefined) return;
    new PeerAuthentication(this, 'mtls', {
      metadata: { name: `${namespace}-mtls` },
      spec: { mtls: { mode: Mode[mode] } },
    });
  }
}

/** mTLS of a workload with ports that differ from their namespace. */
export class MtlsExceptionChart extends NamespacedChart {
  constructor(scope: Construct, id: string, { namespace, workload, pods }: WorkloadSlice) {
    super(scope, id, { namespace });
    const { name, path, settings, namespaceSettings } = workload;
    const ports = Object.entries(settings.mtls);
    if (ports.length === 0 || namespaceSettings.revision === undefined) return;
    new PeerAuthentication(this, `${name}-exception`, {
      metadata: { name: `${name}-mtls-exception` },
      spec: {
        selector: { matchLabels: { ...pods.get(path)!.labels } },
        // Istio knows the ports of containers.
        portLevelMtls: Object.fromEntries(
          ports.map(([port, mode]) => [findPort(workload, port)?.targetPort, { mode: PortMode[mode] }]),
        ),
      },
    });
  }
}
